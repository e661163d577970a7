/**
 * Clinical entries of every kind: which version of each is current, every version; and what other systems call entries
 * and plans.
 */
import type { SqlWords } from '../../engine/sql-words'

export const entries = ({ text, integer, table, onlyAddedTo }: SqlWords): readonly string[] => [
  `CREATE TABLE entry (
    id ${text} PRIMARY KEY,
    patient_id ${text} NOT NULL REFERENCES patient (id),
    kind ${text} NOT NULL CHECK (kind <> ''),
    version ${integer} NOT NULL CHECK (version >= 1),
    timeline_day ${text} NOT NULL CHECK (timeline_day <> ''),
    timeline_at ${integer} NOT NULL
  ) ${table}`,
  `CREATE INDEX entry_patient ON entry (patient_id, kind)`,
  `CREATE INDEX entry_timeline ON entry (patient_id, timeline_day, timeline_at, id)`,
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
  // What another system calls an entry or a plan, either of which may have several.
  `CREATE TABLE external_id (
    id ${text} PRIMARY KEY,
    system ${text} NOT NULL CHECK (system <> ''),
    value ${text} NOT NULL CHECK (value <> ''),
    entry_id ${text} REFERENCES entry (id),
    plan_id ${text} REFERENCES treatment_plan (id) ON DELETE CASCADE,
    withdrawn ${integer} NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    CHECK ((entry_id IS NULL) <> (plan_id IS NULL))
  ) ${table}`,
  // An id there is one thing here, however often and from how many workstations it comes; what has left the chart keeps
  // its id, withdrawn, and may come again.
  `CREATE UNIQUE INDEX external_id_once ON external_id (system, value) WHERE withdrawn = 0`,
  `CREATE INDEX external_id_entry ON external_id (entry_id)`,
  `CREATE INDEX external_id_plan ON external_id (plan_id)`,
]
