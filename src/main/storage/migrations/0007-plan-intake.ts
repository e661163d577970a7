import type { Migration } from '../migrate'

/** Plans that were announced and could not be fetched yet, and whether the prescriber entered a plan personally. */
export const planIntake: Migration = {
  version: 7,
  name: 'plan intake',
  statements: [
    `CREATE TABLE fullscript_plan_hint (
      environment TEXT NOT NULL,
      fullscript_plan_id TEXT NOT NULL,
      fullscript_patient_id TEXT NOT NULL,
      patient_id TEXT NOT NULL REFERENCES patient (id),
      person_id TEXT NOT NULL REFERENCES person (id),
      created_at INTEGER NOT NULL,
      PRIMARY KEY (environment, fullscript_plan_id)
    ) STRICT`,
    `ALTER TABLE treatment_plan ADD COLUMN entered_by_prescriber INTEGER NOT NULL DEFAULT 0
      CHECK (entered_by_prescriber IN (0, 1))`,
  ],
}
