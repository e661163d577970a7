import type { Migration } from '../migrate'

/** `vault` is the sentinel: an intact file always has its one row (security.md 0.8). */
export const vaultAndPractice: Migration = {
  version: 1,
  name: 'vault and practice',
  statements: [
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
      demo INTEGER NOT NULL CHECK (demo IN (0, 1))
    ) STRICT`,
  ],
}
