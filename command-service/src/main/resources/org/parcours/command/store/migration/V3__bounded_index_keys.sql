-- Names that senders choose have any length, and an index row of PostgreSQL has at most 2,704 bytes: the indexes contain
-- the first 200 characters (QuarantineTest). Names of activity are bounded before they are stored.

DROP INDEX quarantine_open;
DROP INDEX quarantine_alike;
CREATE UNIQUE INDEX quarantine_open ON quarantine (raw_hash, substr(sender, 1, 200), code) WHERE resubmitted_at IS NULL;
CREATE INDEX quarantine_alike ON quarantine (substr(sender, 1, 200), code, substr(field, 1, 200), id);
