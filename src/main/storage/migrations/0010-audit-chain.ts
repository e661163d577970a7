import type { Migration } from '../migrate'

/**
 * What an audit row says besides, and the chain over the rows. A link holds the MAC over the link before it and its
 * row; a chain begins anew only when its key was lost. Rows of before are linked when the vault is opened.
 */
export const auditChain: Migration = {
  version: 10,
  name: 'audit chain',
  statements: [
    // Milliseconds since the app was started: shows when somebody set the computer's clock meanwhile.
    `ALTER TABLE audit_event ADD COLUMN monotonic INTEGER`,
    `ALTER TABLE audit_event ADD COLUMN acting_as_type TEXT CHECK (acting_as_type IN ('Practitioner', 'Staff'))`,
    `ALTER TABLE audit_event ADD COLUMN acting_as_id TEXT`,
    `ALTER TABLE audit_event ADD COLUMN emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1))`,
    `CREATE INDEX audit_event_action ON audit_event (action, seq)`,
    `CREATE INDEX audit_event_at ON audit_event (at, seq)`,
    `CREATE TABLE audit_chain (
      first_seq INTEGER PRIMARY KEY,
      adopted INTEGER NOT NULL,
      begin_mac BLOB NOT NULL CHECK (length(begin_mac) = 32)
    ) STRICT`,
    `CREATE TABLE audit_link (
      seq INTEGER PRIMARY KEY REFERENCES audit_event (seq),
      mac BLOB NOT NULL CHECK (length(mac) = 32)
    ) STRICT`,
    ...['audit_chain', 'audit_link'].flatMap((table) => {
      const column = table === 'audit_chain' ? 'first_seq' : 'seq'
      return [
        `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
          BEGIN SELECT RAISE(ABORT, 'audit links are never changed'); END`,
        `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
          BEGIN SELECT RAISE(ABORT, 'audit links are never deleted'); END`,
        `CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
          WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${column} = NEW.${column})
          BEGIN SELECT RAISE(ABORT, 'audit links are never replaced'); END`,
      ]
    }),
  ],
}
