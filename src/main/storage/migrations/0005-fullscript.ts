import type { Migration } from '../migrate'

/** The practice's Fullscript app, each person's connection, clinics, and tokens still to be revoked. */
export const fullscript: Migration = {
  version: 5,
  name: 'fullscript',
  statements: [
    `CREATE TABLE fullscript_application (
      environment TEXT PRIMARY KEY,
      chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
      hosts TEXT,
      client_id TEXT NOT NULL,
      client_secret_sealed BLOB,
      client_secret_set_at INTEGER,
      public_key TEXT NOT NULL,
      origin_uri TEXT NOT NULL,
      way_back TEXT NOT NULL,
      loopback_ports TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE UNIQUE INDEX fullscript_application_chosen ON fullscript_application (chosen) WHERE chosen = 1`,
    `CREATE TABLE fullscript_connection (
      person_id TEXT NOT NULL REFERENCES person (id),
      environment TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'connected', 'reconnect')),
      version INTEGER NOT NULL CHECK (version >= 1),
      owner_id TEXT NOT NULL,
      owner_type TEXT NOT NULL CHECK (owner_type IN ('Practitioner', 'Staff')),
      owner_name TEXT NOT NULL,
      clinic_id TEXT,
      scopes TEXT NOT NULL,
      access_token_sealed BLOB NOT NULL,
      refresh_token_sealed BLOB,
      previous_refresh_token_sealed BLOB,
      first_used_at INTEGER,
      issued_at TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      expires_in INTEGER,
      connected_at INTEGER NOT NULL
    ) STRICT`,
    // A new connection waits beside the one in use until its owner is confirmed.
    `CREATE UNIQUE INDEX fullscript_connection_in_use
      ON fullscript_connection (person_id, environment) WHERE status <> 'pending'`,
    `CREATE UNIQUE INDEX fullscript_connection_pending
      ON fullscript_connection (person_id, environment) WHERE status = 'pending'`,
    // One Fullscript account belongs to one person here (security.md 0.5).
    `CREATE UNIQUE INDEX fullscript_connection_owner
      ON fullscript_connection (environment, owner_type, owner_id) WHERE status <> 'pending'`,
    `CREATE TABLE fullscript_clinic (
      environment TEXT NOT NULL,
      clinic_id TEXT NOT NULL,
      name TEXT NOT NULL,
      fetched_at INTEGER NOT NULL,
      PRIMARY KEY (environment, clinic_id)
    ) STRICT`,
    `CREATE TABLE fullscript_revocation (
      id TEXT PRIMARY KEY,
      environment TEXT NOT NULL,
      person_id TEXT NOT NULL REFERENCES person (id),
      token_sealed BLOB NOT NULL,
      token_kind TEXT NOT NULL CHECK (token_kind IN ('refresh_token', 'access_token')),
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      next_try_at INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE INDEX fullscript_revocation_due ON fullscript_revocation (next_try_at)`,
    `CREATE TABLE patient_fullscript_link (
      patient_id TEXT NOT NULL REFERENCES patient (id),
      environment TEXT NOT NULL,
      clinic_id TEXT NOT NULL,
      fullscript_patient_id TEXT NOT NULL,
      linked_by TEXT NOT NULL REFERENCES person (id),
      linked_at INTEGER NOT NULL,
      PRIMARY KEY (patient_id, environment, clinic_id)
    ) STRICT`,
    `CREATE UNIQUE INDEX patient_fullscript_link_other_way
      ON patient_fullscript_link (environment, clinic_id, fullscript_patient_id)`,
  ],
}
