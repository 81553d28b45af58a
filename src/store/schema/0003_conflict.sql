-- What several ledgers in one bring about. Like the page, all of it follows from the book.

CREATE TABLE conflict (          -- records about which a person has to decide
  record BLOB NOT NULL PRIMARY KEY,
  kind   TEXT NOT NULL,
  why    TEXT NOT NULL CHECK (why IN ('heads', 'kept'))  -- changed in two places; removed while another refers to it
) STRICT, WITHOUT ROWID;

ALTER TABLE removed ADD COLUMN heir BLOB;  -- uuid of the record that it was joined with
CREATE INDEX removed_heir ON removed(heir) WHERE heir IS NOT NULL;

CREATE TABLE doubtful (          -- revisions that a repair kept as they could be read: another ledger may have the words
  revision BLOB NOT NULL PRIMARY KEY,
  hash     BLOB NOT NULL CHECK (length(hash) = 16)  -- of what was written
) STRICT, WITHOUT ROWID;
