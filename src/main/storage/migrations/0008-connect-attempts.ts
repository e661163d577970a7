import type { Migration } from '../migrate'

/**
 * Connect attempts whose answer may start the app again: one for each person, for ten minutes at most (F-206). The
 * digest says whether a link belongs to an attempt, before its person has signed in; the state itself is sealed.
 */
export const connectAttempts: Migration = {
  version: 8,
  name: 'connect attempts',
  statements: [
    `CREATE TABLE fullscript_connect_attempt (
      person_id TEXT PRIMARY KEY REFERENCES person (id),
      environment TEXT NOT NULL,
      state_digest TEXT NOT NULL UNIQUE,
      secrets_sealed BLOB NOT NULL,
      started_at INTEGER NOT NULL,
      deadline INTEGER NOT NULL CHECK (deadline > started_at AND deadline <= started_at + 600000)
    ) STRICT`,
  ],
}
