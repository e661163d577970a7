/** Patients, what searches read, and their plans as they came from Fullscript, readable without it. */
export const chart: readonly string[] = [
  `CREATE TABLE patient (
    id TEXT PRIMARY KEY,
    chart_number TEXT NOT NULL UNIQUE,
    given_name TEXT NOT NULL CHECK (given_name <> ''),
    family_name TEXT NOT NULL CHECK (family_name <> ''),
    preferred_name TEXT NOT NULL,
    birth_date TEXT,
    sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'unspecified')),
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL CHECK (country IN ('US', 'CA', '')),
    note TEXT NOT NULL,
    search_text TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1)
  ) STRICT`,
  // All that a search reads, already in order, so that a search never touches the table.
  `CREATE INDEX patient_search ON patient (sort_name, id, search_text)`,
  // Near names are looked for among the words of names, each once.
  `CREATE TABLE patient_name (
    word TEXT NOT NULL CHECK (word <> ''),
    patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
    PRIMARY KEY (word, patient_id)
  ) STRICT, WITHOUT ROWID`,
  // For the words of one patient, which change with the name.
  `CREATE INDEX patient_name_patient ON patient_name (patient_id)`,
  // What searches read is made by Yarrow and not by a migration, because the way of folding names goes on changing.
  `CREATE TABLE patient_search_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
  ) STRICT`,
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
  `CREATE TABLE fullscript_variant (
    environment TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    product_name TEXT NOT NULL,
    brand_name TEXT NOT NULL,
    package_text TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (environment, variant_id)
  ) STRICT`,
  // A day without a time has no instant beside it, which would say more than Fullscript did.
  `CREATE TABLE treatment_plan (
    id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    environment TEXT NOT NULL,
    clinic_id TEXT NOT NULL,
    fullscript_plan_id TEXT NOT NULL,
    state TEXT NOT NULL,
    prescriber_fullscript_id TEXT NOT NULL,
    prescriber_name TEXT NOT NULL,
    entered_by TEXT NOT NULL REFERENCES person (id),
    entered_by_prescriber INTEGER NOT NULL DEFAULT 0 CHECK (entered_by_prescriber IN (0, 1)),
    message TEXT NOT NULL,
    sent_at INTEGER,
    sent_on TEXT CHECK (sent_on IS NULL OR (sent_on GLOB '????-??-??' AND sent_at IS NULL)),
    created_at INTEGER,
    created_on TEXT CHECK (created_on IS NULL OR (created_on GLOB '????-??-??' AND created_at IS NULL)),
    unread TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unread)),
    landed_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed_by TEXT REFERENCES person (id),
    removed_at INTEGER,
    removed_fullscript_patient_id TEXT
  ) STRICT`,
  // A plan lands once, however often its event is told; one that was removed may land again.
  `CREATE UNIQUE INDEX treatment_plan_once ON treatment_plan (environment, fullscript_plan_id)
    WHERE removed_at IS NULL`,
  `CREATE INDEX treatment_plan_patient ON treatment_plan (patient_id)`,
  `CREATE TABLE treatment_plan_line (
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    variant_id TEXT NOT NULL,
    dosage_amount TEXT NOT NULL,
    dosage_frequency TEXT NOT NULL,
    dosage_duration TEXT NOT NULL,
    dosage_format TEXT NOT NULL,
    time_of_day TEXT NOT NULL CHECK (json_valid(time_of_day)),
    take_with TEXT NOT NULL,
    instructions TEXT NOT NULL,
    refill INTEGER CHECK (refill IN (0, 1)),
    units_to_purchase INTEGER,
    unread TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unread)),
    UNIQUE (plan_id, position)
  ) STRICT`,
  `CREATE TABLE treatment_plan_lab (
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES treatment_plan (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    lab_id TEXT NOT NULL,
    name TEXT NOT NULL,
    instructions TEXT NOT NULL,
    requires_fasting INTEGER CHECK (requires_fasting IN (0, 1)),
    tests TEXT NOT NULL CHECK (json_valid(tests)),
    unread TEXT NOT NULL CHECK (json_valid(unread)),
    UNIQUE (plan_id, position)
  ) STRICT`,
]
