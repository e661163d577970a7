import type { Migration } from '../migrate'

/** Makes a column anew under its own name: a table's columns cannot be given other rules where they stand. */
const anew = (table: string, column: string, rules: string): string[] => [
  `ALTER TABLE ${table} ADD COLUMN new_${column} ${rules}`,
  `UPDATE ${table} SET new_${column} = ${column}`,
  `ALTER TABLE ${table} DROP COLUMN ${column}`,
  `ALTER TABLE ${table} RENAME COLUMN new_${column} TO ${column}`,
]

const unread = (table: string) =>
  `ALTER TABLE ${table} ADD COLUMN unread TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unread))`

const aDay = (column: string, instant: string) =>
  `ALTER TABLE treatment_plan ADD COLUMN ${column} TEXT
    CHECK (${column} IS NULL OR (${column} GLOB '????-??-??' AND ${instant} IS NULL))`

/**
 * Plans as Fullscript says them: a state that is not known here, a day without a time, what was not said, laboratory
 * tests, and the names of what could not be read; and what Fullscript is asked for again, with its own pace.
 */
export const plansAsTheyAre: Migration = {
  version: 23,
  name: 'plans as they are',
  statements: [
    `DROP INDEX treatment_plan_patient`,
    ...anew('treatment_plan', 'state', `TEXT NOT NULL DEFAULT ''`),
    ...anew('treatment_plan', 'created_at', 'INTEGER'),
    `CREATE INDEX treatment_plan_patient ON treatment_plan (patient_id)`,
    // A day without time; an instant beside it would say more than Fullscript did.
    aDay('sent_on', 'sent_at'),
    aDay('created_on', 'created_at'),
    unread('treatment_plan'),
    // Null: not said.
    ...anew('treatment_plan_line', 'refill', 'INTEGER CHECK (new_refill IN (0, 1))'),
    ...anew('treatment_plan_line', 'units_to_purchase', 'INTEGER'),
    unread('treatment_plan_line'),
    `CREATE TABLE treatment_plan_lab (
      id TEXT PRIMARY KEY,
      plan_id TEXT NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      lab_id TEXT NOT NULL,
      name TEXT NOT NULL,
      instructions TEXT NOT NULL,
      requires_fasting INTEGER CHECK (requires_fasting IN (0, 1)),
      tests TEXT NOT NULL CHECK (json_valid(tests)),
      unread TEXT NOT NULL CHECK (json_valid(unread)),
      UNIQUE (plan_id, position)
    ) STRICT`,
    `CREATE TABLE fullscript_retry (
      environment TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('plan', 'product', 'prescriber')),
      fullscript_id TEXT NOT NULL,
      failure TEXT NOT NULL,
      failures INTEGER NOT NULL CHECK (failures >= 0),
      tried_at INTEGER NOT NULL,
      next_try_at INTEGER,
      not_before INTEGER NOT NULL,
      PRIMARY KEY (environment, kind, fullscript_id)
    ) STRICT`,
  ],
}
