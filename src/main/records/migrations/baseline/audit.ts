/** The audit record and the chain over its rows: added to and read, and nothing else. */

/** INSERT OR REPLACE deletes without firing a trigger on DELETE, so a number that is there is refused at INSERT. */
const onlyAddedTo = (table: string, number: string, what: string): string[] => [
  `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
    BEGIN SELECT RAISE(ABORT, '${what} are never changed'); END`,
  `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
    BEGIN SELECT RAISE(ABORT, '${what} are never deleted'); END`,
  `CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
    WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${number} = NEW.${number})
    BEGIN SELECT RAISE(ABORT, '${what} are never replaced'); END`,
]

export const audit: readonly string[] = [
  // AUTOINCREMENT never hands out a number twice, so that a gap shows. `monotonic` is milliseconds since the app was
  // started: it shows when somebody set the computer's clock meanwhile.
  `CREATE TABLE audit_event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    monotonic INTEGER,
    person_id TEXT,
    acting_as_type TEXT CHECK (acting_as_type IN ('Practitioner', 'Staff')),
    acting_as_id TEXT,
    action TEXT NOT NULL CHECK (action <> ''),
    patient_id TEXT,
    subject TEXT,
    emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1)),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    app_version TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX audit_event_patient ON audit_event (patient_id, seq) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX audit_event_person ON audit_event (person_id, seq)`,
  `CREATE INDEX audit_event_action ON audit_event (action, seq)`,
  `CREATE INDEX audit_event_at ON audit_event (at, seq)`,
  ...onlyAddedTo('audit_event', 'seq', 'audit events'),
  // A chain begins with the records, and anew only when its key was lost.
  `CREATE TABLE audit_chain (
    first_seq INTEGER PRIMARY KEY,
    begin_mac BLOB NOT NULL CHECK (length(begin_mac) = 32)
  ) STRICT`,
  ...onlyAddedTo('audit_chain', 'first_seq', 'audit links'),
  // The MAC over the link before and the event of the same number.
  `CREATE TABLE audit_link (
    seq INTEGER PRIMARY KEY REFERENCES audit_event (seq),
    mac BLOB NOT NULL CHECK (length(mac) = 32)
  ) STRICT`,
  ...onlyAddedTo('audit_link', 'seq', 'audit links'),
]
