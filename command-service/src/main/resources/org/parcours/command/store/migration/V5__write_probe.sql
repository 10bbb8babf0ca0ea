-- A row that exists for a moment while command-service checks whether the database accepts writes (its readiness).

CREATE TABLE write_probe (
  bytes ${bytes} NOT NULL);
