/**
 * Charts that are open to a few people only, and every time somebody else opened one in an emergency: who, why, until
 * when, what was opened under it, and who has been told.
 */
export const access: readonly string[] = [
  `CREATE TABLE chart_restriction (
    patient_id TEXT PRIMARY KEY REFERENCES patient (id),
    restricted_by TEXT NOT NULL REFERENCES person (id),
    restricted_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE chart_reader (
    patient_id TEXT NOT NULL REFERENCES chart_restriction (patient_id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (patient_id, person_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE resting_reader (
    patient_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    code_issued_by TEXT NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (patient_id, person_id),
    FOREIGN KEY (patient_id, person_id) REFERENCES chart_reader (patient_id, person_id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX resting_reader_person ON resting_reader (person_id)`,
  `CREATE TABLE emergency_access (
    id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL CHECK (length(reason) >= 10),
    opened_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_how TEXT CHECK (ended_how IN ('time', 'person', 'session', 'restart')),
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
  ) STRICT`,
  `CREATE INDEX emergency_access_patient ON emergency_access (patient_id, opened_at)`,
  `CREATE TABLE emergency_use (
    access_id TEXT NOT NULL REFERENCES emergency_access (id),
    at INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action <> ''),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed'))
  ) STRICT`,
  `CREATE INDEX emergency_use_access ON emergency_use (access_id)`,
  `CREATE TABLE emergency_notice (
    access_id TEXT NOT NULL REFERENCES emergency_access (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    seen_at INTEGER,
    PRIMARY KEY (access_id, person_id)
  ) STRICT, WITHOUT ROWID`,
  // What was done under an emergency is never undone, only added to.
  ...['emergency_access', 'emergency_use', 'emergency_notice'].map(
    (table) => `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
      BEGIN SELECT RAISE(ABORT, 'emergency access is never forgotten'); END`,
  ),
  `CREATE TRIGGER emergency_use_no_update BEFORE UPDATE ON emergency_use
    BEGIN SELECT RAISE(ABORT, 'emergency access is never changed'); END`,
  `CREATE TRIGGER emergency_access_ends_once BEFORE UPDATE ON emergency_access
    WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.patient_id <> OLD.patient_id
      OR NEW.person_id <> OLD.person_id OR NEW.reason <> OLD.reason OR NEW.opened_at <> OLD.opened_at
    BEGIN SELECT RAISE(ABORT, 'emergency access is never changed'); END`,
]
