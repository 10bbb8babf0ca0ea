-- Columns and tables get the names that code and documentation use. The log's tables stay as they are.

ALTER TABLE activity RENAME COLUMN kept TO unsupported;
ALTER TABLE activity RENAME COLUMN refused TO rejected;

ALTER TABLE quarantine RENAME COLUMN times_seen TO deliveries;
ALTER TABLE quarantine RENAME COLUMN last_seen_at TO last_received_at;
ALTER TABLE quarantine_claim RENAME TO resubmission_claim;

-- Import checkpoints stood among the tokens of event processors, which there are none of any more.
CREATE TABLE import_checkpoint (
  file       ${text} NOT NULL PRIMARY KEY, -- the hash of its path, which may contain a person's name
  checkpoint ${text} NOT NULL);
INSERT INTO import_checkpoint (file, checkpoint)
  SELECT substr(processor, 8), state FROM processor_token WHERE processor LIKE 'import:%';
DROP TABLE processor_token;

-- Flyway's own table says which version the tables have.
DROP TABLE IF EXISTS parcours_schema;
