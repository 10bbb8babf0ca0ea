-- The tables of version 0.1, whose services created them without Flyway: existing tables are kept as they are.
-- Placeholders: ${bytes}, ${long} and ${text} are types, ${clustered} is a table option (see SqlDialect).

CREATE TABLE IF NOT EXISTS log_commit (
  sequence       ${long}  NOT NULL PRIMARY KEY,
  first_position ${long}  NOT NULL UNIQUE,
  last_position  ${long}  NOT NULL,
  recorded_at    ${long}  NOT NULL, -- microseconds since 1970
  commit_id      ${bytes} NOT NULL UNIQUE,
  events         ${bytes} NOT NULL, -- encoded by EventDataCodec
  previous_hash  ${bytes} NOT NULL,
  hash           ${bytes} NOT NULL);

CREATE TABLE IF NOT EXISTS log_event_tag (
  tag            ${text}  NOT NULL,
  name           ${text}  NOT NULL,
  position       ${long}  NOT NULL,
  sequence       ${long}  NOT NULL,
  PRIMARY KEY (tag, name, position)) ${clustered};

CREATE TABLE IF NOT EXISTS document (
  hash       ${bytes} NOT NULL PRIMARY KEY, -- SHA-256 of bytes
  media_type ${text}  NOT NULL,
  bytes      ${bytes} NOT NULL);

CREATE TABLE IF NOT EXISTS quarantine (
  id             ${text}  NOT NULL PRIMARY KEY,
  received_at    ${long}  NOT NULL, -- microseconds since 1970, as all times of the quarantine
  feed           ${text}  NOT NULL,
  sender         ${text}  NOT NULL,
  content_type   ${text}  NOT NULL,
  raw            ${bytes} NOT NULL,
  raw_hash       ${bytes} NOT NULL,
  code           ${text}  NOT NULL,
  field          ${text}  NOT NULL,
  reason         ${text}  NOT NULL,
  correction_of  ${text},
  submitted_by   ${text},
  times_seen     ${long}  NOT NULL,
  last_seen_at   ${long}  NOT NULL,
  resubmitted_by ${text},
  resubmitted_at ${long},
  outcome        ${text});

CREATE TABLE IF NOT EXISTS quarantine_claim (
  message    ${text}  NOT NULL PRIMARY KEY,
  claimed_by ${text}  NOT NULL,
  claimed_at ${long}  NOT NULL,
  raw        ${bytes} NOT NULL);

CREATE UNIQUE INDEX IF NOT EXISTS quarantine_open ON quarantine (raw_hash, sender, code) WHERE resubmitted_at IS NULL;
CREATE INDEX IF NOT EXISTS quarantine_alike ON quarantine (sender, code, field, id);
CREATE INDEX IF NOT EXISTS quarantine_corrections ON quarantine (correction_of) WHERE correction_of IS NOT NULL;

CREATE TABLE IF NOT EXISTS activity (
  size        ${text} NOT NULL, -- M, H
  started_at  ${long} NOT NULL, -- milliseconds since 1970, as all times of the activity
  application ${text} NOT NULL,
  feed        ${text} NOT NULL,
  recorded    ${long} NOT NULL,
  duplicate   ${long} NOT NULL,
  kept        ${long} NOT NULL,
  refused     ${long} NOT NULL,
  unavailable ${long} NOT NULL,
  late        ${long} NOT NULL,
  first_at    ${long} NOT NULL,
  last_at     ${long} NOT NULL,
  longest_gap ${long} NOT NULL, -- milliseconds
  PRIMARY KEY (size, started_at, application, feed));

CREATE INDEX IF NOT EXISTS activity_of_one ON activity (size, application, feed, started_at);

CREATE TABLE IF NOT EXISTS processor_token (
  processor ${text} NOT NULL PRIMARY KEY,
  version   ${long} NOT NULL,
  state     ${text} NOT NULL);
