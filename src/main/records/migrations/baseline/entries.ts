/** Clinical entries of every kind: which version of each is current, every version, and what others call them. */
import type { SqlWords } from '../../engine/sql-words'

export const entries = ({ text, integer, table, onlyAddedTo }: SqlWords): readonly string[] => [
  `CREATE TABLE entry (
    id ${text} PRIMARY KEY,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    kind ${text} NOT NULL CHECK (kind <> ''),
    version ${integer} NOT NULL CHECK (version >= 1)
  ) ${table}`,
  `CREATE INDEX entry_patient ON entry (patient_id, kind)`,
  // Codings and body are JSON; what a body holds is its kind's. Nobody: Yarrow wrote it by itself.
  `CREATE TABLE entry_version (
    entry_id ${text} NOT NULL REFERENCES entry (id),
    version ${integer} NOT NULL CHECK (version >= 1),
    status ${text} NOT NULL CHECK (status <> ''),
    effective ${text},
    codings ${text} NOT NULL,
    text ${text} NOT NULL CHECK (text <> ''),
    body ${text} NOT NULL,
    reason ${text} NOT NULL,
    recorded_at ${integer} NOT NULL,
    recorded_by ${text} REFERENCES person (id),
    PRIMARY KEY (entry_id, version)
  ) ${table}`,
  ...onlyAddedTo('entry_version', 'entry_id, version', 'versions of an entry are'),
  // What another system calls an entry: an id there is one entry here. An entry may have several.
  `CREATE TABLE external_id (
    system ${text} NOT NULL CHECK (system <> ''),
    value ${text} NOT NULL CHECK (value <> ''),
    entry_id ${text} NOT NULL REFERENCES entry (id),
    PRIMARY KEY (system, value)
  ) ${table}`,
  `CREATE INDEX external_id_entry ON external_id (entry_id)`,
]
