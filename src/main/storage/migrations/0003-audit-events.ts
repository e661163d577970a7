import type { Migration } from '../migrate'

/** Append-only. AUTOINCREMENT never hands out a number twice, so that a gap shows. */
export const auditEvents: Migration = {
  version: 3,
  name: 'audit events',
  statements: [
    `CREATE TABLE audit_event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      person_id TEXT,
      action TEXT NOT NULL CHECK (action <> ''),
      patient_id TEXT,
      subject TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
      app_version TEXT NOT NULL
    ) STRICT`,
    `CREATE INDEX audit_event_patient ON audit_event (patient_id, seq) WHERE patient_id IS NOT NULL`,
    `CREATE INDEX audit_event_person ON audit_event (person_id, seq)`,
    `CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
      BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END`,
    `CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
      BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END`,
    // INSERT OR REPLACE deletes without firing the trigger above, so an existing number is refused here.
    `CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
      WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)
      BEGIN SELECT RAISE(ABORT, 'audit events are never replaced'); END`,
  ],
}
