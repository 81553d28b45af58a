-- The book: every change that was ever made, and by which command. Only ever added to.

CREATE TABLE ledger (            -- one row: which ledger this is
  uuid BLOB NOT NULL CHECK (length(uuid) = 16)
) STRICT;

CREATE TABLE command (           -- one row for each command that a person gave
  n      INTEGER PRIMARY KEY,    -- order of arrival here; never compared between ledgers
  uuid   BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
  ledger BLOB NOT NULL,          -- the ledger in which it was given
  at     TEXT NOT NULL,          -- local time with offset, RFC 3339
  author TEXT NOT NULL,
  verb   TEXT NOT NULL,          -- 'visit add'; never the arguments, which hold personal data
  undoes BLOB,                   -- uuid of the command that it takes back
  redoes BLOB,                   -- uuid of the command that it repeats
  hash   BLOB NOT NULL CHECK (length(hash) = 16)
) STRICT;

CREATE TABLE revision (
  uuid    BLOB NOT NULL PRIMARY KEY CHECK (length(uuid) = 16),
  record  BLOB,                  -- uuid of the first revision; NULL in the first itself
  kind    TEXT NOT NULL,
  command INTEGER NOT NULL REFERENCES command,
  depth   INTEGER NOT NULL CHECK (depth >= 1),  -- 1 + the deepest parent's: an order without a clock
  body    TEXT,                  -- JSON, whole; references as uuids; NULL where the record is removed
  heir    BLOB,                  -- removed by joining: the record that stands for it
  hash    BLOB NOT NULL CHECK (length(hash) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_of ON revision(record) WHERE record IS NOT NULL;
CREATE INDEX revision_by ON revision(command);

CREATE TABLE parent (            -- several when heads were settled
  revision BLOB NOT NULL,
  parent   BLOB NOT NULL,
  PRIMARY KEY (revision, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX parent_child ON parent(parent);

CREATE TABLE removed (           -- the numbers of removed records, which are never given again
  kind TEXT NOT NULL,
  id   INTEGER NOT NULL,
  uuid BLOB NOT NULL UNIQUE,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- The current page: what the newest revisions say. It can be rebuilt from the book.
-- Days are YYYY-MM-DD, month-only dates YYYY-MM or YYYY, lists JSON arrays, yes and no 1 and 0.

CREATE TABLE point (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid           BLOB NOT NULL UNIQUE,
  revision       BLOB NOT NULL,
  name           TEXT NOT NULL,
  former         TEXT CHECK (former IS NULL OR json_type(former) = 'array'),
  kind           TEXT NOT NULL,
  code           TEXT,           -- GB 32100-2015
  address        TEXT,
  party          TEXT,
  party_kind     TEXT,
  parent         TEXT,
  founded_on     TEXT CHECK (founded_on IS NULL OR substr(founded_on || '-01-01', 1, 10) IS date(substr(founded_on || '-01-01', 1, 10))),
  elected_on     TEXT CHECK (elected_on IS NULL OR substr(elected_on || '-01-01', 1, 10) IS date(substr(elected_on || '-01-01', 1, 10))),
  size_approved  INTEGER CHECK (size_approved IN (0, 1)),
  groups         INTEGER CHECK (groups >= 0),
  secretary      TEXT,
  secretary_kind TEXT,
  owner          TEXT,
  leader         TEXT,
  section        TEXT,
  station        TEXT,
  guide          TEXT,
  liaison        TEXT,
  phone          TEXT,           -- personal
  facilities     TEXT CHECK (facilities IS NULL OR json_type(facilities) = 'array'),
  confirmed_on   TEXT CHECK (confirmed_on IS date(confirmed_on)),
  confirmed_by   TEXT,
  model          INTEGER CHECK (model IN (0, 1)),
  closed_on      TEXT CHECK (closed_on IS date(closed_on)),
  closed_why     TEXT,
  note           TEXT
) STRICT;
CREATE INDEX point_name ON point(name);

CREATE TABLE member (            -- one row a stay of a person at a point
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid         BLOB NOT NULL UNIQUE,
  revision     BLOB NOT NULL,
  name         TEXT NOT NULL,
  point        INTEGER NOT NULL REFERENCES point,
  sex          TEXT,
  born         TEXT CHECK (born IS NULL OR substr(born || '-01-01', 1, 10) IS date(substr(born || '-01-01', 1, 10))),
  education    TEXT,
  phone        TEXT,             -- personal
  kind         TEXT NOT NULL,
  joined_on    TEXT CHECK (joined_on IS NULL OR substr(joined_on || '-01-01', 1, 10) IS date(substr(joined_on || '-01-01', 1, 10))),
  confirmed_on TEXT CHECK (confirmed_on IS NULL OR substr(confirmed_on || '-01-01', 1, 10) IS date(substr(confirmed_on || '-01-01', 1, 10))),
  post         TEXT,
  job          TEXT,
  flow         TEXT,
  flow_on      TEXT CHECK (flow_on IS date(flow_on)),
  flow_to      TEXT,
  arrived_on   TEXT CHECK (arrived_on IS date(arrived_on)),
  left_on      TEXT CHECK (left_on IS date(left_on)),
  left_why     TEXT,
  lost_on      TEXT CHECK (lost_on IS date(lost_on)),
  pioneer_on   TEXT CHECK (pioneer_on IS date(pioneer_on)),
  pledges      TEXT CHECK (pledges IS NULL OR json_type(pledges) = 'array'),
  note         TEXT
) STRICT;
CREATE INDEX member_name ON member(name);
CREATE INDEX member_point ON member(point);

CREATE TABLE project (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid         BLOB NOT NULL UNIQUE,
  revision     BLOB NOT NULL,
  name         TEXT NOT NULL,
  point        INTEGER NOT NULL REFERENCES point,
  kind         TEXT NOT NULL,
  teams        TEXT CHECK (teams IS NULL OR json_type(teams) = 'array'),
  leader       TEXT,
  started_on   TEXT NOT NULL CHECK (started_on IS date(started_on)),
  discussed_on TEXT CHECK (discussed_on IS date(discussed_on)),
  followed_on  TEXT CHECK (followed_on IS date(followed_on)),
  evaluated_on TEXT CHECK (evaluated_on IS date(evaluated_on)),
  finished_on  TEXT CHECK (finished_on IS date(finished_on)),
  outcome      TEXT,
  note         TEXT
) STRICT;
CREATE INDEX project_name ON project(name);
CREATE INDEX project_point ON project(point);

CREATE TABLE visit (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       BLOB NOT NULL UNIQUE,
  revision   BLOB NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  point      INTEGER REFERENCES point,
  place      TEXT,
  send       TEXT NOT NULL CHECK (json_type(send) = 'array'),
  form       TEXT,
  leader     TEXT,
  section    TEXT,
  people     TEXT CHECK (people IS NULL OR json_type(people) = 'array'),
  met        TEXT,
  owner_met  INTEGER CHECK (owner_met IN (0, 1)),
  topics     TEXT CHECK (topics IS NULL OR json_type(topics) = 'array'),
  reach      INTEGER CHECK (reach >= 0),       -- households
  attendance INTEGER CHECK (attendance >= 0),  -- persons
  summary    TEXT,
  evidence   TEXT,
  recorder   TEXT,
  note       TEXT,
  CHECK (point IS NOT NULL OR place IS NOT NULL)
) STRICT;
CREATE INDEX visit_point ON visit(point, date);

CREATE TABLE problem (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid         BLOB NOT NULL UNIQUE,
  revision     BLOB NOT NULL,
  found_on     TEXT NOT NULL CHECK (found_on IS date(found_on)),
  visit        INTEGER REFERENCES visit,
  project      INTEGER REFERENCES project,
  source       TEXT,
  point        INTEGER REFERENCES point,
  company      TEXT NOT NULL,
  code         TEXT,             -- GB 32100-2015
  category     TEXT NOT NULL,
  text         TEXT NOT NULL,
  handling     TEXT,
  section      TEXT,
  owner        TEXT,
  due_on       TEXT CHECK (due_on IS date(due_on)),
  progress     TEXT,
  solved_on    TEXT CHECK (solved_on IS date(solved_on) AND (solved_on IS NULL OR solved_on >= found_on)),
  result       TEXT,
  callback_on  TEXT CHECK (callback_on IS date(callback_on)),
  satisfaction TEXT,
  closed_on    TEXT CHECK (closed_on IS date(closed_on) AND (closed_on IS NULL OR closed_on >= solved_on)),
  declined_on  TEXT CHECK (declined_on IS date(declined_on)),
  note         TEXT,
  state        TEXT AS (CASE
                 WHEN declined_on IS NOT NULL THEN 'declined'
                 WHEN closed_on IS NOT NULL THEN 'closed'
                 WHEN solved_on IS NOT NULL THEN 'solved'
                 WHEN progress IS NOT NULL OR handling IN ('dated', 'referred', 'coordinated') THEN 'doing'
                 ELSE 'todo' END) VIRTUAL
) STRICT;
CREATE INDEX problem_visit ON problem(visit);
CREATE INDEX problem_project ON problem(project);
CREATE INDEX problem_point ON problem(point);
