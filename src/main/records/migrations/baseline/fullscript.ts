/** The practice's Fullscript app, everybody's connection, clinics, and what waits to be asked, answered or revoked. */
import type { SqlWords } from '../../engine/sql-words'

/** What the connection of a person and that of a clinic keep alike. */
const connection = ({ text, integer, bytes }: SqlWords) => `
    person_id ${text} NOT NULL REFERENCES person (id),
    environment ${text} NOT NULL,
    status ${text} NOT NULL CHECK (status IN ('pending', 'connected', 'reconnect')),
    version ${integer} NOT NULL CHECK (version >= 1),
    owner_id ${text} NOT NULL,
    owner_name ${text} NOT NULL,
    scopes ${text} NOT NULL,
    access_token_sealed ${bytes} NOT NULL,
    refresh_token_sealed ${bytes},
    previous_refresh_token_sealed ${bytes},
    first_used_at ${integer},
    issued_at ${text} NOT NULL,
    received_at ${integer} NOT NULL,
    expires_in ${integer},
    connected_at ${integer} NOT NULL,
    last_used_at ${integer},
    snoozed_until ${integer}`

export const fullscript = (words: SqlWords): readonly string[] => {
  const { text, integer, bytes, table, keyedTable } = words
  return [
    `CREATE TABLE fullscript_application (
    environment ${text} PRIMARY KEY,
    chosen ${integer} NOT NULL CHECK (chosen IN (0, 1)),
    hosts ${text},
    client_id ${text} NOT NULL,
    client_secret_sealed ${bytes},
    client_secret_set_at ${integer},
    public_key ${text} NOT NULL,
    origin_uri ${text} NOT NULL,
    way_back ${text} NOT NULL,
    loopback_ports ${text} NOT NULL,
    updated_at ${integer} NOT NULL,
    scopes_added_at ${integer},
    assumptions ${text},
    "authorization" ${text} NOT NULL DEFAULT 'person' CHECK ("authorization" IN ('person', 'clinic')),
    feature ${text} NOT NULL DEFAULT 'treatmentPlan' CHECK (feature IN ('treatmentPlan', 'platform'))
  ) ${table}`,
    `CREATE UNIQUE INDEX fullscript_application_chosen ON fullscript_application (chosen) WHERE chosen = 1`,
    `CREATE TABLE fullscript_connection (${connection(words)},
    owner_type ${text} NOT NULL CHECK (owner_type IN ('Practitioner', 'Staff')),
    clinic_id ${text}
  ) ${table}`,
    // A new connection waits beside the one in use until its owner is confirmed.
    `CREATE UNIQUE INDEX fullscript_connection_in_use
    ON fullscript_connection (person_id, environment) WHERE status <> 'pending'`,
    `CREATE UNIQUE INDEX fullscript_connection_pending
    ON fullscript_connection (person_id, environment) WHERE status = 'pending'`,
    // One Fullscript account belongs to one person here.
    `CREATE UNIQUE INDEX fullscript_connection_owner
    ON fullscript_connection (environment, owner_type, owner_id) WHERE status <> 'pending'`,
    `CREATE TABLE fullscript_ended_connection (
    person_id ${text} NOT NULL REFERENCES person (id),
    environment ${text} NOT NULL,
    version ${integer} NOT NULL CHECK (version >= 1),
    access_token_sealed ${bytes} NOT NULL,
    refresh_token_sealed ${bytes},
    previous_refresh_token_sealed ${bytes},
    ended_at ${integer} NOT NULL,
    PRIMARY KEY (person_id, environment, version)
  ) ${table}`,
    // Apps created before 26 August 2021 authorize a clinic instead of a person; person_id is who connected it.
    `CREATE TABLE fullscript_clinic_connection (${connection(words)},
    owner_type ${text} NOT NULL CHECK (owner_type = 'Clinic'),
    clinic_id ${text} CHECK (clinic_id IS NOT NULL OR status = 'pending')
  ) ${table}`,
    `CREATE UNIQUE INDEX fullscript_clinic_connection_in_use
    ON fullscript_clinic_connection (environment, clinic_id) WHERE status <> 'pending'`,
    `CREATE UNIQUE INDEX fullscript_clinic_connection_pending
    ON fullscript_clinic_connection (person_id, environment) WHERE status = 'pending'`,
    `CREATE TABLE fullscript_user (
    person_id ${text} NOT NULL REFERENCES person (id),
    environment ${text} NOT NULL,
    clinic_id ${text} NOT NULL,
    user_id ${text} NOT NULL,
    user_type ${text} NOT NULL CHECK (user_type IN ('Practitioner', 'Staff')),
    user_name ${text} NOT NULL,
    chosen_by ${text} NOT NULL REFERENCES person (id),
    chosen_at ${integer} NOT NULL,
    PRIMARY KEY (person_id, environment)
  ) ${table}`,
    // Nobody shares a Fullscript user.
    `CREATE UNIQUE INDEX fullscript_user_once ON fullscript_user (environment, user_type, user_id)`,
    `CREATE TABLE fullscript_clinic (
    environment ${text} NOT NULL,
    clinic_id ${text} NOT NULL,
    name ${text} NOT NULL,
    fetched_at ${integer} NOT NULL,
    PRIMARY KEY (environment, clinic_id)
  ) ${table}`,
    `CREATE TABLE fullscript_revocation (
    id ${text} PRIMARY KEY,
    environment ${text} NOT NULL,
    person_id ${text} NOT NULL REFERENCES person (id),
    token_sealed ${bytes} NOT NULL,
    token_kind ${text} NOT NULL CHECK (token_kind IN ('refresh_token', 'access_token')),
    attempts ${integer} NOT NULL CHECK (attempts >= 0),
    next_try_at ${integer} NOT NULL,
    created_at ${integer} NOT NULL
  ) ${table}`,
    `CREATE INDEX fullscript_revocation_due ON fullscript_revocation (next_try_at)`,
    // Attempts whose answer may start the app again: one for each person and workstation, for ten minutes at most (F-206).
    // The digest says whether an answer belongs to one before its person has signed in; its secrets are sealed.
    `CREATE TABLE fullscript_connect_attempt (
    person_id ${text} NOT NULL REFERENCES person (id),
    station_id ${text} NOT NULL,
    answer_digest ${text} NOT NULL UNIQUE,
    secrets_sealed ${bytes} NOT NULL,
    started_at ${integer} NOT NULL,
    deadline ${integer} NOT NULL CHECK (deadline > started_at AND deadline <= started_at + 600000),
    PRIMARY KEY (person_id, station_id)
  ) ${table}`,
    `CREATE TABLE fullscript_plan_notification (
    environment ${text} NOT NULL,
    fullscript_plan_id ${text} NOT NULL,
    fullscript_patient_id ${text} NOT NULL,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    person_id ${text} NOT NULL REFERENCES person (id),
    created_at ${integer} NOT NULL,
    PRIMARY KEY (environment, fullscript_plan_id)
  ) ${table}`,
    `CREATE TABLE fullscript_patient_match (
    id ${text} PRIMARY KEY,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    environment ${text} NOT NULL,
    clinic_id ${text} NOT NULL,
    fullscript_patient_id ${text} NOT NULL,
    given_name ${text} NOT NULL,
    family_name ${text} NOT NULL,
    birth_date ${text},
    email ${text} NOT NULL,
    phone ${text} NOT NULL,
    sex ${text} NOT NULL,
    asked_by ${text} REFERENCES person (id),
    asked_at ${integer},
    state ${text} NOT NULL CHECK (state IN ('open', 'same', 'different')),
    answered_by ${text} REFERENCES person (id),
    answered_at ${integer},
    UNIQUE (patient_id, environment, clinic_id, fullscript_patient_id),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK (state = 'open' OR answered_by IS NOT NULL),
    CHECK (state <> 'open' OR asked_by IS NOT NULL)
  ) ${table}`,
    `CREATE TABLE unsent_plan (
    person_id ${text} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    patient_id ${text} NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
    seen_at ${integer} NOT NULL,
    ended_at ${integer},
    why ${text} CHECK (why IN ('locked-too-long', 'another-person', 'signed-out', 'access-lost', 'disconnected',
      'crashed', 'stopped')),
    CHECK ((ended_at IS NULL) = (why IS NULL)),
    PRIMARY KEY (person_id, patient_id)
  ) ${keyedTable}`,
    // What Fullscript is asked for again, each with its own pace.
    `CREATE TABLE fullscript_retry (
    environment ${text} NOT NULL,
    kind ${text} NOT NULL CHECK (kind IN ('plan', 'product', 'prescriber')),
    fullscript_id ${text} NOT NULL,
    failure ${text} NOT NULL,
    failures ${integer} NOT NULL CHECK (failures >= 0),
    tried_at ${integer} NOT NULL,
    next_try_at ${integer},
    not_before ${integer} NOT NULL,
    PRIMARY KEY (environment, kind, fullscript_id)
  ) ${table}`,
    `CREATE TABLE patient_fullscript_link (
    patient_id ${text} NOT NULL REFERENCES patient (id),
    environment ${text} NOT NULL,
    clinic_id ${text} NOT NULL,
    fullscript_patient_id ${text} NOT NULL,
    linked_by ${text} NOT NULL REFERENCES person (id),
    linked_at ${integer} NOT NULL,
    PRIMARY KEY (patient_id, environment, clinic_id)
  ) ${table}`,
    `CREATE UNIQUE INDEX patient_fullscript_link_other_way
    ON patient_fullscript_link (environment, clinic_id, fullscript_patient_id)`,
    // What the chart does not know of its plans: where each is at Fullscript, and whose it is there.
    `CREATE TABLE fullscript_plan (
    plan_id ${text} PRIMARY KEY REFERENCES treatment_plan (id) ON DELETE CASCADE,
    environment ${text} NOT NULL,
    clinic_id ${text} NOT NULL,
    fullscript_patient_id ${text} NOT NULL,
    prescriber_id ${text} NOT NULL
  ) ${table}`,
    `CREATE INDEX fullscript_plan_patient ON fullscript_plan (environment, clinic_id, fullscript_patient_id)`,
  ]
}
