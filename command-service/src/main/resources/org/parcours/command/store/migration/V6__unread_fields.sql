-- The fields that each application sends and Parcours does not read, with the id of the last message that contains one.
-- Names, paths and ids are bounded before they are stored (MonitoringTest).

CREATE TABLE unread_field (
  application ${text} NOT NULL,
  path        ${text} NOT NULL,
  messages    ${long} NOT NULL,
  first_at    ${long} NOT NULL, -- milliseconds since 1970
  last_at     ${long} NOT NULL,
  example     ${text} NOT NULL,
  PRIMARY KEY (application, path));
