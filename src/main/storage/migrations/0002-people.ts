import type { Migration } from '../migrate'

/** Who may sign in. The credential is apart, so that a list of people never carries key material. */
export const people: Migration = {
  version: 2,
  name: 'people',
  statements: [
    `CREATE TABLE person (
      id TEXT PRIMARY KEY,
      username TEXT NOT NULL UNIQUE CHECK (username <> ''),
      display_name TEXT NOT NULL,
      credentials TEXT NOT NULL,
      npi TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'practitioner', 'staff')),
      active INTEGER NOT NULL CHECK (active IN (0, 1)),
      created_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE person_credential (
      person_id TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
      kdf TEXT NOT NULL CHECK (kdf = 'argon2id'),
      kdf_memory_kib INTEGER NOT NULL,
      kdf_passes INTEGER NOT NULL,
      kdf_lanes INTEGER NOT NULL,
      salt BLOB NOT NULL CHECK (length(salt) >= 16),
      wrapped_person_key BLOB NOT NULL,
      wrapped_practice_key BLOB NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT`,
    // By name and not by person, so that a name that does not exist is held up in the same way (F-703).
    `CREATE TABLE sign_in_try (
      name_digest TEXT PRIMARY KEY,
      failed_tries INTEGER NOT NULL CHECK (failed_tries >= 1),
      last_try_at INTEGER NOT NULL
    ) STRICT`,
  ],
}
