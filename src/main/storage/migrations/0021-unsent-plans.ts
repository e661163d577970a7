import type { Migration } from '../migrate'

/** Open plans in Fullscript that may not have been sent, for the one person who was at work on each. */
export const unsentPlans: Migration = {
  version: 21,
  name: 'unsent plans',
  statements: [
    `CREATE TABLE unsent_plan (
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
      seen_at INTEGER NOT NULL,
      ended_at INTEGER,
      why TEXT CHECK (why IN ('locked-too-long', 'another-person', 'signed-out', 'access-lost', 'disconnected',
        'crashed', 'stopped')),
      CHECK ((ended_at IS NULL) = (why IS NULL)),
      PRIMARY KEY (person_id, patient_id)
    ) STRICT, WITHOUT ROWID`,
  ],
}
