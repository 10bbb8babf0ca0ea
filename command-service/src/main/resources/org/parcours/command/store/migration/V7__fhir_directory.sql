-- What source applications reported of places, people and organisations, for the references of later FHIR messages.
-- Kept for each identifier of a resource.

CREATE TABLE fhir_directory (
  id         ${text} NOT NULL PRIMARY KEY, -- hash of application, type and identifier
  resource   ${text} NOT NULL,             -- FHIR JSON of at most 8,000 characters
  updated_at ${long} NOT NULL,             -- milliseconds since 1970; 0: not stated
  version    ${long} NOT NULL);            -- 0: not stated
