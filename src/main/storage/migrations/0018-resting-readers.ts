import type { Migration } from '../migrate'

/**
 * Who gave a code, and whose places on lists of restricted charts rest since somebody else's code opened their account:
 * until somebody on the list says that it is them.
 */
export const restingReaders: Migration = {
  version: 18,
  name: 'resting readers',
  statements: [
    `ALTER TABLE access_code ADD COLUMN issued_by TEXT REFERENCES person (id)`,
    `CREATE TABLE resting_reader (
      patient_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      code_issued_by TEXT REFERENCES person (id),
      since INTEGER NOT NULL,
      PRIMARY KEY (patient_id, person_id),
      FOREIGN KEY (patient_id, person_id) REFERENCES chart_reader (patient_id, person_id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX resting_reader_person ON resting_reader (person_id)`,
  ],
}
