-- Records that look the same are looked up by their day.
CREATE INDEX problem_found ON problem(found_on);

-- What else the yearly summary counts: meetings, activities, suggestions, awards and plans; and what was
-- accepted and handed in. The page of each, as in the first step.

CREATE TABLE meeting (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       BLOB NOT NULL UNIQUE,
  revision   BLOB NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  point      INTEGER NOT NULL REFERENCES point,
  kind       TEXT NOT NULL,
  place      TEXT,
  host       TEXT,
  recorder   TEXT,
  expected   INTEGER CHECK (expected >= 0),    -- persons
  present    INTEGER CHECK (present >= 0 AND (expected IS NULL OR present <= expected)),
  absent     TEXT CHECK (absent IS NULL OR json_type(absent) = 'array'),
  vote       INTEGER CHECK (vote IN (0, 1)),
  topic      TEXT NOT NULL,
  content    TEXT,
  resolution TEXT,
  speaker    TEXT,
  evidence   TEXT,
  note       TEXT
) STRICT;
CREATE INDEX meeting_point ON meeting(point, date);

CREATE TABLE activity (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       BLOB NOT NULL UNIQUE,
  revision   BLOB NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  kind       TEXT NOT NULL,
  topic      TEXT NOT NULL,
  point      INTEGER REFERENCES point,
  organizer  TEXT,
  lecturer   TEXT,
  audience   TEXT CHECK (audience IS NULL OR json_type(audience) = 'array'),
  attendance INTEGER CHECK (attendance >= 0),  -- participations
  members    INTEGER CHECK (members >= 0 AND (attendance IS NULL OR members <= attendance)),
  hours      INTEGER CHECK (hours >= 0),       -- 学时 a participant
  campaign   TEXT,
  evidence   TEXT,
  note       TEXT
) STRICT;
CREATE INDEX activity_point ON activity(point);
CREATE INDEX activity_date ON activity(date);

CREATE TABLE idea (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid     BLOB NOT NULL UNIQUE,
  revision BLOB NOT NULL,
  date     TEXT NOT NULL CHECK (date IS date(date)),
  text     TEXT NOT NULL,
  point    INTEGER REFERENCES point,
  company  TEXT,
  proposer TEXT,
  adopted  INTEGER CHECK (adopted IN (0, 1)),
  note     TEXT
) STRICT;
CREATE INDEX idea_point ON idea(point);
CREATE INDEX idea_date ON idea(date);

CREATE TABLE award (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       BLOB NOT NULL UNIQUE,
  revision   BLOB NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  company    TEXT,
  code       TEXT,             -- GB 32100-2015
  point      INTEGER REFERENCES point,
  level      TEXT,
  number     TEXT,
  issuer     TEXT,
  expires_on TEXT CHECK (expires_on IS date(expires_on) AND (expires_on IS NULL OR expires_on >= date)),
  role       TEXT,
  campaign   TEXT,
  quantity   INTEGER CHECK (quantity >= 0),    -- companies, pilots or standards
  state      TEXT NOT NULL,
  revoked_on TEXT CHECK (revoked_on IS date(revoked_on) AND (revoked_on IS NULL OR revoked_on >= date)),
  note       TEXT
) STRICT;
CREATE INDEX award_name ON award(name);
CREATE INDEX award_point ON award(point);

CREATE TABLE plan (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid     BLOB NOT NULL UNIQUE,
  revision BLOB NOT NULL,
  year     INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),
  title    TEXT NOT NULL,
  series   TEXT,
  section  TEXT,
  station  TEXT,
  due_on   TEXT CHECK (due_on IS date(due_on)),
  figure   TEXT,               -- key of a figure of the report, which then says what is done
  target   INTEGER CHECK (target >= 0),
  done     INTEGER CHECK (done >= 0),
  done_on  TEXT CHECK (done_on IS date(done_on)),
  note     TEXT
) STRICT;
CREATE INDEX plan_title ON plan(title);

CREATE TABLE waiver (            -- a warning that somebody accepts, about the one record that is named
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid     BLOB NOT NULL UNIQUE,
  revision BLOB NOT NULL,
  rule     TEXT NOT NULL,
  point    INTEGER REFERENCES point,
  member   INTEGER REFERENCES member,
  meeting  INTEGER REFERENCES meeting,
  problem  INTEGER REFERENCES problem,
  colour   TEXT NOT NULL,        -- how grave it was: what gets graver is told of again
  from_on  TEXT CHECK (from_on IS NULL OR from_on IS date(from_on)),  -- the first day of what was accepted
  until_on TEXT NOT NULL CHECK (until_on IS date(until_on)),  -- the last
  date     TEXT NOT NULL CHECK (date IS date(date)),          -- the day of the acceptance
  why      TEXT NOT NULL
) STRICT;
CREATE INDEX waiver_point ON waiver(point);
CREATE INDEX waiver_member ON waiver(member);
CREATE INDEX waiver_meeting ON waiver(meeting);
CREATE INDEX waiver_problem ON waiver(problem);

CREATE TABLE handed (            -- a report as it was handed in
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid      BLOB NOT NULL UNIQUE,
  revision  BLOB NOT NULL,
  name      TEXT NOT NULL,
  begins_on TEXT NOT NULL CHECK (begins_on IS date(begins_on)),
  ends_on   TEXT NOT NULL CHECK (ends_on IS date(ends_on)),
  asof_on   TEXT NOT NULL CHECK (asof_on IS date(asof_on)),
  point     INTEGER REFERENCES point,   -- what it was limited to
  station   TEXT,
  section   TEXT,
  date      TEXT NOT NULL CHECK (date IS date(date)),
  person    TEXT NOT NULL,
  figures   TEXT NOT NULL    -- JSON: values by key, rates in tenths of a percent
) STRICT;
CREATE INDEX handed_name ON handed(name);
CREATE INDEX handed_point ON handed(point);
