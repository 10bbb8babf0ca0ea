-- Renames columns and tables to the terms of code and documentation. The tables of the log do not change.

ALTER TABLE activity RENAME COLUMN kept TO unsupported;
ALTER TABLE activity RENAME COLUMN refused TO rejected;

ALTER TABLE quarantine RENAME COLUMN times_seen TO deliveries;
ALTER TABLE quarantine RENAME COLUMN last_seen_at TO last_received_at;
ALTER TABLE quarantine_claim RENAME TO resubmission_claim;

-- Import checkpoints were stored among the tokens of event processors, which no longer exist.
CREATE TABLE import_checkpoint (
  file       ${text} NOT NULL PRIMARY KEY, -- the hash of its path, which may contain a person's name
  checkpoint ${text} NOT NULL);
INSERT INTO import_checkpoint (file, checkpoint)
  SELECT substr(processor, 8), state FROM processor_token WHERE processor LIKE 'import:%';
DROP TABLE processor_token;

-- Flyway has its own table for the schema version.
DROP TABLE IF EXISTS parcours_schema;
