-- The bytes of a message have a table of their own: SQLite reads the bytes before a column to get at it, and a list of
-- messages needs none of them.

CREATE TABLE quarantine_raw (
  message ${text}  NOT NULL PRIMARY KEY, -- quarantine.id
  raw     ${bytes} NOT NULL);
INSERT INTO quarantine_raw (message, raw) SELECT id, raw FROM quarantine;
ALTER TABLE quarantine DROP COLUMN raw;
