import type { Migration } from '../migrate'

/** Where a new practice key waits for each person until their next sign-in, to be taken out with their own key. */
export const personLetterboxes: Migration = {
  version: 24,
  name: 'person letterboxes',
  statements: [
    `CREATE TABLE person_letterbox (
      person_id TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
      public_key BLOB NOT NULL,
      private_key_sealed BLOB NOT NULL,
      letter BLOB
    ) STRICT, WITHOUT ROWID`,
  ],
}
