import type { Migration } from '../migrate'

/**
 * Fullscript apps created before 26 August 2021 authorize a clinic instead of a person (mission/001): which kind the
 * practice's app is, one connection for each clinic, and who is which user there.
 */
export const clinicLevel: Migration = {
  version: 15,
  name: 'clinic level',
  statements: [
    `ALTER TABLE fullscript_application ADD COLUMN authorization TEXT NOT NULL DEFAULT 'person'
      CHECK (authorization IN ('person', 'clinic'))`,
    // The same columns as fullscript_connection, so that one vault keeps both; person_id is who connected.
    `CREATE TABLE fullscript_clinic_connection (
      person_id TEXT NOT NULL REFERENCES person (id),
      environment TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'connected', 'reconnect')),
      version INTEGER NOT NULL CHECK (version >= 1),
      owner_id TEXT NOT NULL,
      owner_type TEXT NOT NULL CHECK (owner_type = 'Clinic'),
      owner_name TEXT NOT NULL,
      clinic_id TEXT CHECK (clinic_id IS NOT NULL OR status = 'pending'),
      scopes TEXT NOT NULL,
      access_token_sealed BLOB NOT NULL,
      refresh_token_sealed BLOB,
      previous_refresh_token_sealed BLOB,
      first_used_at INTEGER,
      issued_at TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      expires_in INTEGER,
      connected_at INTEGER NOT NULL,
      last_used_at INTEGER,
      put_off_until INTEGER
    ) STRICT`,
    `CREATE UNIQUE INDEX fullscript_clinic_connection_in_use
      ON fullscript_clinic_connection (environment, clinic_id) WHERE status <> 'pending'`,
    `CREATE UNIQUE INDEX fullscript_clinic_connection_pending
      ON fullscript_clinic_connection (person_id, environment) WHERE status = 'pending'`,
    `CREATE TABLE fullscript_user (
      person_id TEXT NOT NULL REFERENCES person (id),
      environment TEXT NOT NULL,
      clinic_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      user_type TEXT NOT NULL CHECK (user_type IN ('Practitioner', 'Staff')),
      user_name TEXT NOT NULL,
      chosen_by TEXT NOT NULL REFERENCES person (id),
      chosen_at INTEGER NOT NULL,
      PRIMARY KEY (person_id, environment)
    ) STRICT`,
    // Nobody shares a Fullscript user (security.md 0.5).
    `CREATE UNIQUE INDEX fullscript_user_once ON fullscript_user (environment, user_type, user_id)`,
  ],
}
