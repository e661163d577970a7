import type { Migration } from '../migrate'

/**
 * Who is asked whether a patient at Fullscript is the patient of a chart, and what was said; and plans that left a
 * chart because their link was undone, which are kept.
 */
export const patientMatches: Migration = {
  version: 19,
  name: 'patient matches',
  statements: [
    `CREATE TABLE fullscript_patient_match (
      id TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL REFERENCES patient (id),
      environment TEXT NOT NULL,
      clinic_id TEXT NOT NULL,
      fullscript_patient_id TEXT NOT NULL,
      given_name TEXT NOT NULL,
      family_name TEXT NOT NULL,
      birth_date TEXT,
      email TEXT NOT NULL,
      phone TEXT NOT NULL,
      sex TEXT NOT NULL,
      asked_by TEXT REFERENCES person (id),
      asked_at INTEGER,
      state TEXT NOT NULL CHECK (state IN ('open', 'same', 'different')),
      answered_by TEXT REFERENCES person (id),
      answered_at INTEGER,
      UNIQUE (patient_id, environment, clinic_id, fullscript_patient_id),
      CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
      CHECK (state = 'open' OR answered_by IS NOT NULL),
      CHECK (state <> 'open' OR asked_by IS NOT NULL)
    ) STRICT`,
    `ALTER TABLE treatment_plan ADD COLUMN removed_by TEXT REFERENCES person (id)`,
    `ALTER TABLE treatment_plan ADD COLUMN removed_at INTEGER`,
    // Whose it is at Fullscript, so that it comes into the right chart once that is linked.
    `ALTER TABLE treatment_plan ADD COLUMN removed_fullscript_patient_id TEXT`,
    // A plan lands once, however often its event is told; one that was removed may land again.
    `DROP INDEX treatment_plan_once`,
    `CREATE UNIQUE INDEX treatment_plan_once ON treatment_plan (environment, fullscript_plan_id)
      WHERE removed_at IS NULL`,
  ],
}
