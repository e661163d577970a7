import type { Migration } from '../migrate'

/**
 * Recovery codes, access codes and the second factor beside the password, each with its own shape. Tries are counted
 * without a time: no wall clock has a part in the wait.
 */
export const accounts: Migration = {
  version: 14,
  name: 'accounts',
  statements: [
    `ALTER TABLE person_credential ADD COLUMN last_used_at INTEGER`,
    `ALTER TABLE sign_in_try DROP COLUMN last_try_at`,
    `CREATE TABLE person_recovery (
      person_id TEXT PRIMARY KEY REFERENCES person (id),
      salt BLOB NOT NULL CHECK (length(salt) >= 16),
      wrapped_person_key BLOB NOT NULL,
      made_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE access_code (
      person_id TEXT PRIMARY KEY REFERENCES person (id),
      purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
      kdf_memory_kib INTEGER NOT NULL,
      kdf_passes INTEGER NOT NULL,
      kdf_lanes INTEGER NOT NULL,
      salt BLOB NOT NULL CHECK (length(salt) >= 16),
      wrapped_practice_key BLOB NOT NULL,
      issued_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL CHECK (expires_at > issued_at)
    ) STRICT`,
    `CREATE TABLE second_factor (
      person_id TEXT PRIMARY KEY REFERENCES person (id),
      secret_sealed BLOB NOT NULL,
      last_step INTEGER NOT NULL,
      confirmed_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE backup_code (
      person_id TEXT NOT NULL REFERENCES second_factor (person_id),
      code_digest TEXT NOT NULL,
      PRIMARY KEY (person_id, code_digest)
    ) STRICT`,
  ],
}
