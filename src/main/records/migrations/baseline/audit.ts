/** The audit record and the chain over its rows: added to and read, and nothing else. */
import type { SqlWords } from '../../engine/sql-words'

export const audit = ({ text, integer, bytes, table, onlyAddedTo }: SqlWords): readonly string[] => [
  // `seq` comes from the table `counter`, which hands out no number twice, so that a gap shows. `monotonic` is
  // milliseconds since the app was started: it shows when somebody set the computer's clock meanwhile.
  `CREATE TABLE audit_event (
    seq ${integer} PRIMARY KEY,
    at ${integer} NOT NULL,
    monotonic ${integer},
    person_id ${text},
    acting_as_type ${text} CHECK (acting_as_type IN ('Practitioner', 'Staff')),
    acting_as_id ${text},
    action ${text} NOT NULL CHECK (action <> ''),
    patient_id ${text},
    subject ${text},
    emergency ${integer} NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1)),
    outcome ${text} NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    app_version ${text} NOT NULL
  ) ${table}`,
  `CREATE INDEX audit_event_patient ON audit_event (patient_id, seq) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX audit_event_person ON audit_event (person_id, seq)`,
  `CREATE INDEX audit_event_action ON audit_event (action, seq)`,
  `CREATE INDEX audit_event_at ON audit_event (at, seq)`,
  ...onlyAddedTo('audit_event', 'seq', 'audit events are'),
  // A chain begins with the records, and anew only when its key was lost.
  `CREATE TABLE audit_chain (
    first_seq ${integer} PRIMARY KEY,
    begin_mac ${bytes} NOT NULL CHECK (length(begin_mac) = 32)
  ) ${table}`,
  ...onlyAddedTo('audit_chain', 'first_seq', 'audit links are'),
  // The MAC over the link before and the event of the same number.
  `CREATE TABLE audit_link (
    seq ${integer} PRIMARY KEY REFERENCES audit_event (seq),
    mac ${bytes} NOT NULL CHECK (length(mac) = 32)
  ) ${table}`,
  ...onlyAddedTo('audit_link', 'seq', 'audit links are'),
]
