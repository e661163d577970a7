/** The records themselves, and the practice they belong to. */
export const practice: readonly string[] = [
  // The sentinel: an intact file always has its one row.
  `CREATE TABLE vault (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    vault_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by_version TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE practice (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (name <> ''),
    region TEXT NOT NULL CHECK (region IN ('US', 'CA')),
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    idle_lock_minutes INTEGER NOT NULL DEFAULT 10 CHECK (idle_lock_minutes BETWEEN 1 AND 30)
  ) STRICT`,
  `CREATE TABLE backup_settings (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    folder TEXT,
    nightly INTEGER NOT NULL CHECK (nightly IN (0, 1)),
    nightly_since INTEGER NOT NULL,
    recipient BLOB,
    passphrase TEXT,
    series_key BLOB,
    passphrase_set_at INTEGER,
    last_made_at INTEGER,
    last_made_name TEXT,
    last_made_size INTEGER,
    last_proved_at INTEGER,
    last_proved_name TEXT,
    last_failed_at INTEGER,
    last_failed_code TEXT
  ) STRICT`,
]
