/** The practice's Fullscript app, everybody's connection, clinics, and what waits to be asked, answered or revoked. */

/** What the connection of a person and that of a clinic keep alike. */
const CONNECTION = `
    person_id TEXT NOT NULL REFERENCES person (id),
    environment TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'connected', 'reconnect')),
    version INTEGER NOT NULL CHECK (version >= 1),
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
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
    put_off_until INTEGER`

export const fullscript: readonly string[] = [
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
    updated_at INTEGER NOT NULL,
    scopes_added_at INTEGER,
    assumptions TEXT,
    authorization TEXT NOT NULL DEFAULT 'person' CHECK (authorization IN ('person', 'clinic')),
    feature TEXT NOT NULL DEFAULT 'treatmentPlan' CHECK (feature IN ('treatmentPlan', 'platform'))
  ) STRICT`,
  `CREATE UNIQUE INDEX fullscript_application_chosen ON fullscript_application (chosen) WHERE chosen = 1`,
  `CREATE TABLE fullscript_connection (${CONNECTION},
    owner_type TEXT NOT NULL CHECK (owner_type IN ('Practitioner', 'Staff')),
    clinic_id TEXT
  ) STRICT`,
  // A new connection waits beside the one in use until its owner is confirmed.
  `CREATE UNIQUE INDEX fullscript_connection_in_use
    ON fullscript_connection (person_id, environment) WHERE status <> 'pending'`,
  `CREATE UNIQUE INDEX fullscript_connection_pending
    ON fullscript_connection (person_id, environment) WHERE status = 'pending'`,
  // One Fullscript account belongs to one person here.
  `CREATE UNIQUE INDEX fullscript_connection_owner
    ON fullscript_connection (environment, owner_type, owner_id) WHERE status <> 'pending'`,
  `CREATE TABLE fullscript_ended_connection (
    person_id TEXT NOT NULL REFERENCES person (id),
    environment TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    access_token_sealed BLOB NOT NULL,
    refresh_token_sealed BLOB,
    previous_refresh_token_sealed BLOB,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, environment, version)
  ) STRICT`,
  // Apps created before 26 August 2021 authorize a clinic instead of a person; person_id is who connected it.
  `CREATE TABLE fullscript_clinic_connection (${CONNECTION},
    owner_type TEXT NOT NULL CHECK (owner_type = 'Clinic'),
    clinic_id TEXT CHECK (clinic_id IS NOT NULL OR status = 'pending')
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
  // Nobody shares a Fullscript user.
  `CREATE UNIQUE INDEX fullscript_user_once ON fullscript_user (environment, user_type, user_id)`,
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
  // Attempts whose answer may start the app again: one for each person, for ten minutes at most (F-206). The digest says
  // whether an answer belongs to one before its person has signed in; its secrets are sealed.
  `CREATE TABLE fullscript_connect_attempt (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    environment TEXT NOT NULL,
    answer_digest TEXT NOT NULL UNIQUE,
    letterbox BLOB NOT NULL,
    secrets_sealed BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    deadline INTEGER NOT NULL CHECK (deadline > started_at AND deadline <= started_at + 600000)
  ) STRICT`,
  `CREATE TABLE fullscript_plan_hint (
    environment TEXT NOT NULL,
    fullscript_plan_id TEXT NOT NULL,
    fullscript_patient_id TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (environment, fullscript_plan_id)
  ) STRICT`,
  `CREATE TABLE fullscript_patient_match (
    id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    environment TEXT NOT NULL,
    clinic_id TEXT NOT NULL,
    fullscript_patient_id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    birth_date TEXT,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    sex TEXT NOT NULL,
    asked_by TEXT REFERENCES person (id),
    asked_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('open', 'same', 'different')),
    answered_by TEXT REFERENCES person (id),
    answered_at INTEGER,
    UNIQUE (patient_id, environment, clinic_id, fullscript_patient_id),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK (state = 'open' OR answered_by IS NOT NULL),
    CHECK (state <> 'open' OR asked_by IS NOT NULL)
  ) STRICT`,
  `CREATE TABLE unsent_plan (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    why TEXT CHECK (why IN ('locked-too-long', 'another-person', 'signed-out', 'access-lost', 'disconnected',
      'crashed', 'stopped')),
    CHECK ((ended_at IS NULL) = (why IS NULL)),
    PRIMARY KEY (person_id, patient_id)
  ) STRICT, WITHOUT ROWID`,
  // What Fullscript is asked for again, each with its own pace.
  `CREATE TABLE fullscript_retry (
    environment TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'product', 'prescriber')),
    fullscript_id TEXT NOT NULL,
    failure TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    tried_at INTEGER NOT NULL,
    next_try_at INTEGER,
    not_before INTEGER NOT NULL,
    PRIMARY KEY (environment, kind, fullscript_id)
  ) STRICT`,
]
