/** The audit record, the chains over its rows and who signs them: added to and read, and nothing else. */
import type { SqlWords } from '../../engine/sql-words'

export const audit = ({
  text,
  integer,
  bytes,
  table,
  keyedTable,
  onlyAddedTo,
}: SqlWords): readonly string[] => [
  // One writes a chain each. `public_key`: Ed25519, for the checkpoints. `name`: of the computer, for people.
  `CREATE TABLE audit_station (
    number ${integer} PRIMARY KEY,
    id ${text} NOT NULL UNIQUE,
    name ${text} NOT NULL,
    public_key ${bytes} NOT NULL UNIQUE CHECK (length(public_key) = 32),
    since ${integer} NOT NULL
  ) ${table}`,
  ...onlyAddedTo('audit_station', 'number', 'audit stations are'),
  // `seq` counts each station's rows without a gap. `monotonic` is milliseconds since the app was started: it shows when
  // somebody set the computer's clock meanwhile. `mac`: over that of the row before and this row (audit/chain.ts).
  `CREATE TABLE audit_event (
    station ${integer} NOT NULL REFERENCES audit_station (number),
    seq ${integer} NOT NULL,
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
    app_version ${text} NOT NULL,
    mac ${bytes} NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (station, seq)
  ) ${keyedTable}`,
  `CREATE INDEX audit_event_patient ON audit_event (patient_id, at) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX audit_event_person ON audit_event (person_id, at)`,
  `CREATE INDEX audit_event_action ON audit_event (action, at)`,
  `CREATE INDEX audit_event_at ON audit_event (at, station, seq)`,
  ...onlyAddedTo('audit_event', 'station, seq', 'audit events are'),
  // What a station signed of its rows up to and with this one, so that any other can check them (audit/checkpoints.ts).
  `CREATE TABLE audit_checkpoint (
    station ${integer} NOT NULL,
    seq ${integer} NOT NULL,
    digest ${bytes} NOT NULL CHECK (length(digest) = 32),
    signature ${bytes} NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (station, seq),
    FOREIGN KEY (station, seq) REFERENCES audit_event (station, seq)
  ) ${keyedTable}`,
  ...onlyAddedTo('audit_checkpoint', 'station, seq', 'audit checkpoints are'),
]
