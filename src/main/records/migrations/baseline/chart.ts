/** Patients, what searches read, and their plans with the products in them. What others call them: entries.ts. */
import type { SqlWords } from '../../engine/sql-words'

export const chart = ({ text, integer, table, keyedTable, onlyAddedTo }: SqlWords): readonly string[] => [
  `CREATE TABLE patient (
    id ${text} PRIMARY KEY,
    chart_number ${text} NOT NULL UNIQUE,
    given_name ${text} NOT NULL CHECK (given_name <> ''),
    family_name ${text} NOT NULL CHECK (family_name <> ''),
    preferred_name ${text} NOT NULL,
    birth_date ${text},
    sex ${text} NOT NULL CHECK (sex IN ('female', 'male', 'unspecified')),
    email ${text} NOT NULL,
    phone ${text} NOT NULL,
    address_line1 ${text} NOT NULL,
    address_line2 ${text} NOT NULL,
    city ${text} NOT NULL,
    region ${text} NOT NULL,
    postal_code ${text} NOT NULL,
    country ${text} NOT NULL CHECK (country IN ('US', 'CA', '')),
    note ${text} NOT NULL,
    search_text ${text} NOT NULL,
    sort_name ${text} NOT NULL,
    created_at ${integer} NOT NULL,
    updated_at ${integer} NOT NULL,
    version ${integer} NOT NULL CHECK (version >= 1),
    updated_by ${text} REFERENCES person (id)
  ) ${table}`,
  // What a patient's row said before each change of it; the newest is the row itself.
  `CREATE TABLE patient_version (
    patient_id ${text} NOT NULL REFERENCES patient (id),
    version ${integer} NOT NULL CHECK (version >= 1),
    fields ${text} NOT NULL CHECK (json_valid(fields)),
    recorded_at ${integer} NOT NULL,
    recorded_by ${text} REFERENCES person (id),
    PRIMARY KEY (patient_id, version)
  ) ${table}`,
  ...onlyAddedTo('patient_version', 'patient_id, version', 'versions of a patient are'),
  // All that a search reads, already in order, so that a search never touches the table.
  `CREATE INDEX patient_search ON patient (sort_name, id, search_text)`,
  // Near names are looked for among the words of names, each once.
  `CREATE TABLE patient_name (
    word ${text} NOT NULL CHECK (word <> ''),
    patient_id ${text} NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
    PRIMARY KEY (word, patient_id)
  ) ${keyedTable}`,
  // For the words of one patient, which change with the name.
  `CREATE INDEX patient_name_patient ON patient_name (patient_id)`,
  // What searches read is made by Yarrow and not by a migration, because the way of folding names goes on changing.
  `CREATE TABLE patient_search_version (
    id ${integer} PRIMARY KEY CHECK (id = 1),
    version ${integer} NOT NULL
  ) ${table}`,
  // What the plans' lines name by a code, from whichever catalogue it is.
  `CREATE TABLE product (
    code_system ${text} NOT NULL CHECK (code_system <> ''),
    code ${text} NOT NULL CHECK (code <> ''),
    product_name ${text} NOT NULL,
    brand_name ${text} NOT NULL,
    package_text ${text} NOT NULL,
    fetched_at ${integer} NOT NULL,
    PRIMARY KEY (code_system, code)
  ) ${table}`,
  // A day without a time has no instant beside it, which would say more than is known.
  `CREATE TABLE treatment_plan (
    id ${text} PRIMARY KEY,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    state ${text} NOT NULL,
    prescriber_name ${text} NOT NULL,
    entered_by ${text} NOT NULL REFERENCES person (id),
    entered_by_prescriber ${integer} NOT NULL DEFAULT 0 CHECK (entered_by_prescriber IN (0, 1)),
    message ${text} NOT NULL,
    sent_at ${integer},
    sent_on ${text} CHECK (sent_on IS NULL OR (sent_on LIKE '____-__-__' AND sent_at IS NULL)),
    created_at ${integer},
    created_on ${text} CHECK (created_on IS NULL OR (created_on LIKE '____-__-__' AND created_at IS NULL)),
    unread ${text} NOT NULL DEFAULT '[]' CHECK (json_valid(unread)),
    imported_at ${integer} NOT NULL,
    updated_at ${integer} NOT NULL,
    removed_by ${text} REFERENCES person (id),
    removed_at ${integer}
  ) ${table}`,
  `CREATE INDEX treatment_plan_patient ON treatment_plan (patient_id)`,
  `CREATE TABLE treatment_plan_line (
    id ${text} PRIMARY KEY,
    plan_id ${text} NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
    position ${integer} NOT NULL CHECK (position >= 0),
    code_system ${text} NOT NULL,
    code ${text} NOT NULL,
    dosage_amount ${text} NOT NULL,
    dosage_frequency ${text} NOT NULL,
    dosage_duration ${text} NOT NULL,
    dosage_format ${text} NOT NULL,
    time_of_day ${text} NOT NULL CHECK (json_valid(time_of_day)),
    take_with ${text} NOT NULL,
    instructions ${text} NOT NULL,
    refill ${integer} CHECK (refill IN (0, 1)),
    units_to_purchase ${integer},
    unread ${text} NOT NULL DEFAULT '[]' CHECK (json_valid(unread)),
    UNIQUE (plan_id, position)
  ) ${table}`,
  `CREATE TABLE treatment_plan_lab (
    id ${text} PRIMARY KEY,
    plan_id ${text} NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
    position ${integer} NOT NULL CHECK (position >= 0),
    code_system ${text} NOT NULL,
    code ${text} NOT NULL,
    name ${text} NOT NULL,
    instructions ${text} NOT NULL,
    requires_fasting ${integer} CHECK (requires_fasting IN (0, 1)),
    tests ${text} NOT NULL CHECK (json_valid(tests)),
    unread ${text} NOT NULL CHECK (json_valid(unread)),
    UNIQUE (plan_id, position)
  ) ${table}`,
]
