/**
 * Charts that are open to a few people only, and every time somebody else opened one in an emergency: who, why, until
 * when, what was opened under it, and who has been told.
 */
import type { SqlWords } from '../../engine/sql-words'

export const access = ({
  text,
  integer,
  table,
  keyedTable,
  neverDeleted,
  neverChanged,
}: SqlWords): readonly string[] => [
  `CREATE TABLE chart_restriction (
    patient_id ${text} PRIMARY KEY REFERENCES patient (id),
    restricted_by ${text} NOT NULL REFERENCES person (id),
    restricted_at ${integer} NOT NULL
  ) ${table}`,
  `CREATE TABLE chart_reader (
    patient_id ${text} NOT NULL REFERENCES chart_restriction (patient_id) ON DELETE CASCADE,
    person_id ${text} NOT NULL REFERENCES person (id),
    PRIMARY KEY (patient_id, person_id)
  ) ${keyedTable}`,
  `CREATE TABLE resting_reader (
    patient_id ${text} NOT NULL,
    person_id ${text} NOT NULL,
    code_issued_by ${text} NOT NULL REFERENCES person (id),
    since ${integer} NOT NULL,
    PRIMARY KEY (patient_id, person_id),
    FOREIGN KEY (patient_id, person_id) REFERENCES chart_reader (patient_id, person_id) ON DELETE CASCADE
  ) ${keyedTable}`,
  `CREATE INDEX resting_reader_person ON resting_reader (person_id)`,
  `CREATE TABLE emergency_access (
    id ${text} PRIMARY KEY,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    person_id ${text} NOT NULL REFERENCES person (id),
    station_id ${text} NOT NULL CHECK (station_id <> ''),
    reason ${text} NOT NULL CHECK (length(reason) >= 10),
    opened_at ${integer} NOT NULL,
    expires_at ${integer} NOT NULL CHECK (expires_at > opened_at),
    ended_at ${integer},
    ended_how ${text} CHECK (ended_how IN ('time', 'person', 'session', 'restart')),
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
  ) ${table}`,
  `CREATE INDEX emergency_access_patient ON emergency_access (patient_id, opened_at)`,
  `CREATE TABLE emergency_use (
    access_id ${text} NOT NULL REFERENCES emergency_access (id),
    at ${integer} NOT NULL,
    action ${text} NOT NULL CHECK (action <> ''),
    outcome ${text} NOT NULL CHECK (outcome IN ('done', 'refused', 'failed'))
  ) ${table}`,
  `CREATE INDEX emergency_use_access ON emergency_use (access_id)`,
  `CREATE TABLE emergency_notice (
    access_id ${text} NOT NULL REFERENCES emergency_access (id),
    person_id ${text} NOT NULL REFERENCES person (id),
    seen_at ${integer},
    PRIMARY KEY (access_id, person_id)
  ) ${keyedTable}`,
  // What was done under an emergency is never undone, only added to.
  ...['emergency_access', 'emergency_use', 'emergency_notice'].flatMap((name) =>
    neverDeleted(name, 'emergency access is'),
  ),
  ...neverChanged('emergency_use', 'emergency access is'),
  // It ends once.
  ...neverChanged(
    'emergency_access',
    'emergency access is',
    `OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.patient_id <> OLD.patient_id
      OR NEW.person_id <> OLD.person_id OR NEW.station_id <> OLD.station_id OR NEW.reason <> OLD.reason
      OR NEW.opened_at <> OLD.opened_at OR NEW.expires_at <> OLD.expires_at`,
  ),
]
