import type { Migration } from '../migrate'

/** Plans as they came back from Fullscript, readable without it. */
export const treatmentPlans: Migration = {
  version: 6,
  name: 'treatment plans',
  statements: [
    `CREATE TABLE fullscript_variant (
      environment TEXT NOT NULL,
      variant_id TEXT NOT NULL,
      product_name TEXT NOT NULL,
      brand_name TEXT NOT NULL,
      package_text TEXT NOT NULL,
      fetched_at INTEGER NOT NULL,
      PRIMARY KEY (environment, variant_id)
    ) STRICT`,
    `CREATE TABLE treatment_plan (
      id TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL REFERENCES patient (id),
      environment TEXT NOT NULL,
      clinic_id TEXT NOT NULL,
      fullscript_plan_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'cancelled')),
      prescriber_fullscript_id TEXT NOT NULL,
      prescriber_name TEXT NOT NULL,
      entered_by TEXT NOT NULL REFERENCES person (id),
      message TEXT NOT NULL,
      sent_at INTEGER,
      created_at INTEGER NOT NULL,
      landed_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT`,
    // A plan lands once, however often its event is told.
    `CREATE UNIQUE INDEX treatment_plan_once ON treatment_plan (environment, fullscript_plan_id)`,
    `CREATE INDEX treatment_plan_patient ON treatment_plan (patient_id, created_at)`,
    `CREATE TABLE treatment_plan_line (
      id TEXT PRIMARY KEY,
      plan_id TEXT NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      variant_id TEXT NOT NULL,
      dosage_amount TEXT NOT NULL,
      dosage_frequency TEXT NOT NULL,
      dosage_duration TEXT NOT NULL,
      dosage_format TEXT NOT NULL,
      time_of_day TEXT NOT NULL CHECK (json_valid(time_of_day)),
      take_with TEXT NOT NULL,
      instructions TEXT NOT NULL,
      refill INTEGER NOT NULL CHECK (refill IN (0, 1)),
      units_to_purchase INTEGER NOT NULL,
      UNIQUE (plan_id, position)
    ) STRICT`,
  ],
}
