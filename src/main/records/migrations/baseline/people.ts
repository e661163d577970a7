/** Accounts, what opens them, and what everybody left half-done. */
export const people: readonly string[] = [
  `CREATE TABLE person (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE CHECK (username <> ''),
    display_name TEXT NOT NULL,
    credentials TEXT NOT NULL,
    npi TEXT NOT NULL,
    role TEXT NOT NULL
      CHECK (role IN ('administrator', 'practitioner-administrator', 'practitioner', 'staff')),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL
  ) STRICT`,
  // Apart from the person, so that a list of people never carries key material.
  `CREATE TABLE person_credential (
    person_id TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    kdf TEXT NOT NULL CHECK (kdf = 'argon2id'),
    kdf_memory_kib INTEGER NOT NULL,
    kdf_passes INTEGER NOT NULL,
    kdf_lanes INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) >= 16),
    wrapped_person_key BLOB NOT NULL,
    wrapped_practice_key BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    last_used_at INTEGER
  ) STRICT`,
  `CREATE TABLE person_recovery (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    salt BLOB NOT NULL CHECK (length(salt) >= 16),
    wrapped_person_key BLOB NOT NULL,
    made_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE person_letterbox (
    person_id TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    public_key BLOB NOT NULL,
    private_key_sealed BLOB NOT NULL,
    letter BLOB
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE access_code (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    kdf_memory_kib INTEGER NOT NULL,
    kdf_passes INTEGER NOT NULL,
    kdf_lanes INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) >= 16),
    wrapped_practice_key BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    issued_by TEXT NOT NULL REFERENCES person (id),
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
  // By name and not by person, so that a name that does not exist is held up in the same way (F-703). Without a time:
  // no wall clock has a part in the wait.
  `CREATE TABLE sign_in_try (
    name_digest TEXT PRIMARY KEY,
    failed_tries INTEGER NOT NULL CHECK (failed_tries >= 1)
  ) STRICT`,
  // A draft goes with its person, and with the seal when an administrator resets an account.
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
]
