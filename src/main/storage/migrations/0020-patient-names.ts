import type { Migration } from '../migrate'

/**
 * Near names are looked for among the words of names, each once. What searches use is made by Yarrow and not by a
 * migration, because the way of folding names goes on changing: without a row in `patient_search_version` it is made
 * anew at the next start.
 */
export const patientNames: Migration = {
  version: 20,
  name: 'patient names',
  statements: [
    `CREATE TABLE patient_name (
      word TEXT NOT NULL CHECK (word <> ''),
      patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
      PRIMARY KEY (word, patient_id)
    ) STRICT, WITHOUT ROWID`,
    // For the words of one patient, which change with the name.
    `CREATE INDEX patient_name_patient ON patient_name (patient_id)`,
    `CREATE TABLE patient_search_version (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version INTEGER NOT NULL
    ) STRICT`,
  ],
}
