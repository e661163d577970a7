/** The records themselves, and the practice they belong to. */
import type { SqlWords } from '../../engine/sql-words'

// What is handed out next is one more (records/counters.ts).
const COUNTERS = [`('chart-number', 1000)`, `('audit-station', 0)`]

export const practice = ({ text, integer, bytes, table, keyedTable }: SqlWords): readonly string[] => [
  // The sentinel: an intact file always has its one row.
  `CREATE TABLE vault (
    id ${integer} PRIMARY KEY CHECK (id = 1),
    vault_id ${text} NOT NULL,
    created_at ${integer} NOT NULL,
    created_by_version ${text} NOT NULL
  ) ${table}`,
  `CREATE TABLE counter (
    name ${text} PRIMARY KEY,
    value ${integer} NOT NULL
  ) ${keyedTable}`,
  // Whoever works on something that one workstation may do at a time (records/leases.ts).
  `CREATE TABLE lease (
    name ${text} PRIMARY KEY,
    holder ${text} NOT NULL,
    until ${integer} NOT NULL
  ) ${keyedTable}`,
  `INSERT INTO counter VALUES ${COUNTERS.join(', ')}`,
  `CREATE TABLE practice (
    id ${integer} PRIMARY KEY CHECK (id = 1),
    name ${text} NOT NULL CHECK (name <> ''),
    region ${text} NOT NULL CHECK (region IN ('US', 'CA')),
    demo ${integer} NOT NULL CHECK (demo IN (0, 1)),
    idle_lock_minutes ${integer} NOT NULL DEFAULT 10 CHECK (idle_lock_minutes BETWEEN 1 AND 30)
  ) ${table}`,
  `CREATE TABLE backup_settings (
    id ${integer} PRIMARY KEY CHECK (id = 1),
    folder ${text},
    nightly ${integer} NOT NULL CHECK (nightly IN (0, 1)),
    nightly_since ${integer} NOT NULL,
    recipient ${bytes},
    passphrase ${text},
    series_key ${bytes},
    passphrase_set_at ${integer},
    last_made_at ${integer},
    last_made_name ${text},
    last_made_size ${integer},
    last_proved_at ${integer},
    last_proved_name ${text},
    last_failed_at ${integer},
    last_failed_code ${text}
  ) ${table}`,
]
