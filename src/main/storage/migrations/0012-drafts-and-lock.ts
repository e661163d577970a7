import type { Migration } from '../migrate'

/**
 * Half-typed text and the place on screen, sealed under their author's key, and the minutes until Yarrow locks. A draft
 * goes with its person, and with the seal when an administrator resets an account.
 */
export const draftsAndLock: Migration = {
  version: 12,
  name: 'drafts and lock',
  statements: [
    `ALTER TABLE practice ADD COLUMN idle_lock_minutes INTEGER NOT NULL DEFAULT 10
      CHECK (idle_lock_minutes BETWEEN 1 AND 30)`,
    `CREATE TABLE draft (
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      text_sealed BLOB NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (person_id, key)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE person_place (
      person_id TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
      place_sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID`,
  ],
}
