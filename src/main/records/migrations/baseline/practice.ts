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
]
