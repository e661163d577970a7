import type { Migration } from '../migrate'

/** `patient_search` holds all that a search reads, already in order, so that a search never touches the table. */
export const patients: Migration = {
  version: 4,
  name: 'patients',
  statements: [
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
    `CREATE INDEX patient_search ON patient (sort_name, id, search_text)`,
  ],
}
