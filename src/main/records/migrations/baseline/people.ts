/** Accounts, what opens them, and what everybody left half-done. */
import type { SqlWords } from '../../engine/sql-words'

export const people = ({ text, integer, bytes, table, keyedTable }: SqlWords): readonly string[] => [
  `CREATE TABLE role (
    id ${text} PRIMARY KEY,
    name ${text} UNIQUE CHECK (name <> ''),
    defaults_of ${text} NOT NULL,
    active ${integer} NOT NULL CHECK (active IN (0, 1))
  ) ${table}`,
  `INSERT INTO role (id, name, defaults_of, active) VALUES
    ('administrator', NULL, 'administrator', 1),
    ('practitioner-administrator', NULL, 'practitioner-administrator', 1),
    ('practitioner', NULL, 'practitioner', 1),
    ('staff', NULL, 'staff', 1)`,
  `CREATE TABLE role_capability (
    role_id ${text} NOT NULL REFERENCES role (id),
    capability ${text} NOT NULL,
    allowed ${integer} NOT NULL CHECK (allowed IN (0, 1)),
    PRIMARY KEY (role_id, capability)
  ) ${table}`,
  `CREATE TABLE person (
    id ${text} PRIMARY KEY,
    username ${text} NOT NULL UNIQUE CHECK (username <> ''),
    display_name ${text} NOT NULL,
    credentials ${text} NOT NULL,
    npi ${text} NOT NULL,
    role ${text} NOT NULL REFERENCES role (id),
    active ${integer} NOT NULL CHECK (active IN (0, 1)),
    created_at ${integer} NOT NULL
  ) ${table}`,
  // Apart from the person, so that a list of people never carries key material.
  `CREATE TABLE person_credential (
    person_id ${text} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    kdf ${text} NOT NULL CHECK (kdf = 'argon2id'),
    kdf_memory_kib ${integer} NOT NULL,
    kdf_passes ${integer} NOT NULL,
    kdf_lanes ${integer} NOT NULL,
    salt ${bytes} NOT NULL CHECK (length(salt) >= 16),
    wrapped_person_key ${bytes} NOT NULL,
    wrapped_practice_key ${bytes} NOT NULL,
    changed_at ${integer} NOT NULL,
    last_used_at ${integer}
  ) ${table}`,
  `CREATE TABLE person_recovery (
    person_id ${text} PRIMARY KEY REFERENCES person (id),
    salt ${bytes} NOT NULL CHECK (length(salt) >= 16),
    wrapped_person_key ${bytes} NOT NULL,
    made_at ${integer} NOT NULL
  ) ${table}`,
  `CREATE TABLE person_key_pair (
    person_id ${text} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    public_key ${bytes} NOT NULL,
    private_key_sealed ${bytes} NOT NULL,
    practice_key_sealed ${bytes}
  ) ${keyedTable}`,
  `CREATE TABLE access_code (
    person_id ${text} PRIMARY KEY REFERENCES person (id),
    purpose ${text} NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    kdf_memory_kib ${integer} NOT NULL,
    kdf_passes ${integer} NOT NULL,
    kdf_lanes ${integer} NOT NULL,
    salt ${bytes} NOT NULL CHECK (length(salt) >= 16),
    wrapped_practice_key ${bytes} NOT NULL,
    issued_at ${integer} NOT NULL,
    issued_by ${text} NOT NULL REFERENCES person (id),
    expires_at ${integer} NOT NULL CHECK (expires_at > issued_at)
  ) ${table}`,
  `CREATE TABLE second_factor (
    person_id ${text} PRIMARY KEY REFERENCES person (id),
    secret_sealed ${bytes} NOT NULL,
    last_step ${integer} NOT NULL,
    confirmed_at ${integer} NOT NULL
  ) ${table}`,
  `CREATE TABLE backup_code (
    person_id ${text} NOT NULL REFERENCES second_factor (person_id),
    code_digest ${text} NOT NULL,
    PRIMARY KEY (person_id, code_digest)
  ) ${table}`,
  // By name and not by person, so that a name that does not exist is held up in the same way (F-703). Without a time:
  // no wall clock has a part in the wait. Which station tried last, and a mark of that one try.
  `CREATE TABLE sign_in_try (
    name_digest ${text} PRIMARY KEY,
    failed_tries ${integer} NOT NULL CHECK (failed_tries >= 1),
    station_id ${text} NOT NULL,
    last_try ${text} NOT NULL
  ) ${table}`,
  // A draft goes with its person, and with the seal when an administrator resets an account.
  `CREATE TABLE draft (
    person_id ${text} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    key ${text} NOT NULL,
    text_sealed ${bytes} NOT NULL,
    updated_at ${integer} NOT NULL,
    PRIMARY KEY (person_id, key)
  ) ${keyedTable}`,
  `CREATE TABLE person_place (
    person_id ${text} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    place_sealed ${bytes} NOT NULL
  ) ${keyedTable}`,
]
