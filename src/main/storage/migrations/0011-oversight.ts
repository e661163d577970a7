import type { Migration } from '../migrate'

/**
 * Whose key a token that waits for its revocation is sealed under; connections that were ended for somebody else, whose
 * tokens only their person can open; when a connection was last used; and when the practice's app was given scopes.
 */
export const oversight: Migration = {
  version: 11,
  name: 'oversight',
  statements: [
    // What is there already was sealed under the practice key; SQL holds no key to seal it again with.
    `ALTER TABLE fullscript_revocation ADD COLUMN sealed_under TEXT NOT NULL DEFAULT 'practice'
      CHECK (sealed_under IN ('practice', 'person'))`,
    `CREATE TABLE fullscript_ended_connection (
      person_id TEXT NOT NULL REFERENCES person (id),
      environment TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version >= 1),
      access_token_sealed BLOB NOT NULL,
      refresh_token_sealed BLOB,
      previous_refresh_token_sealed BLOB,
      ended_at INTEGER NOT NULL,
      PRIMARY KEY (person_id, environment, version)
    ) STRICT`,
    `ALTER TABLE fullscript_connection ADD COLUMN last_used_at INTEGER`,
    `ALTER TABLE fullscript_connection ADD COLUMN put_off_until INTEGER`,
    `ALTER TABLE fullscript_application ADD COLUMN scopes_added_at INTEGER`,
    `ALTER TABLE fullscript_application ADD COLUMN assumptions TEXT`,
  ],
}
