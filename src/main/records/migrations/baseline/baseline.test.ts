/**
 * Proves: the tables that a new file gets are STRICT and whole, and refuse what must never be in them: a second of what
 * may be once, a part of what is not there, a value that means nothing, and any change of what is only added to.
 */
import { sql, type ControlledTransaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../../database'
import type { Schema } from '../../schema'
import { elsewhere, temporaryDatabase } from '../../temporary-database'

let database: Database
let dispose: () => Promise<void>
let transaction: ControlledTransaction<Schema>

const onPostgres = elsewhere.make !== null

/** Statements are written as SQLite has them: bytes are the one thing that PostgreSQL writes in another way. */
const run = (statement: string, over: Database = transaction) =>
  sql
    .raw(
      onPostgres
        ? statement
            .replace(/zeroblob\((\d+)\)/g, (_, length: string) => `'\\x${'00'.repeat(Number(length))}'`)
            .replace(/x'(\w*)'/g, (_, digits: string) => `'\\x${digits}'`)
        : statement,
    )
    .execute(over)

/** By what PostgreSQL calls it, which says more in its code than in its words. */
const REASONS: Record<string, string> = {
  '23502': 'NOT NULL',
  '23503': 'FOREIGN KEY',
  '23505': 'UNIQUE',
  '23514': 'CHECK',
}

/** Why a statement is refused; whatever was done before it stays. */
async function refusal(statement: string): Promise<string> {
  await run('SAVEPOINT a_refusal')
  try {
    await run(statement)
    return 'nothing'
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    return `${REASONS[code] ?? ''} ${message}`
  } finally {
    await run('ROLLBACK TO a_refusal')
  }
}
const count = async (table: string) =>
  (await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(transaction)).rows[0]
    ?.rows

const person = (id: string, columns = '', values = '') =>
  run(`INSERT INTO person (id, username, display_name, credentials, npi, role, active, created_at${columns})
    VALUES ('${id}', '${id}', '${id}', '', '', 'staff', 1, 1${values})`)
const patient = (id: string, number = id) =>
  run(`INSERT INTO patient VALUES ('${id}', '${number}', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '',
    '', '', '', ' maya', 'lindqvist, maya', 1, 1, 1, NULL)`)

beforeAll(async () => {
  ;({ database, dispose } = await temporaryDatabase())
})
afterAll(() => dispose())
// Every test has the same people and patients, and leaves nothing.
beforeEach(async () => {
  transaction = await database.startTransaction().execute()
  await person('june')
  await person('tomas')
  await patient('maya')
  await patient('noah')
})
afterEach(async () => {
  await transaction.rollback().execute()
})

test.skipIf(onPostgres)(
  'every table is STRICT, every reference leads somewhere, and the file is intact',
  async () => {
    const { rows } = await sql<{ name: string; strict: number }>`
    SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'
  `.execute(transaction)
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.filter(({ strict }) => strict !== 1)).toEqual([])
    expect((await sql`PRAGMA foreign_key_check`.execute(transaction)).rows).toEqual([])
    expect((await sql`PRAGMA integrity_check`.execute(transaction)).rows).toEqual([{ integrityCheck: 'ok' }])
  },
)

test('what is put into a column has its type', async () => {
  expect(await refusal(`UPDATE patient SET version = 'two'`)).toMatch(
    onPostgres ? 'invalid input syntax for type bigint' : 'cannot store TEXT value in INTEGER',
  )
})

/** Ways around a trigger that only one of the engines has. */
const onlyHere: [statement: string, reason: string][] = onPostgres
  ? [
      ['TRUNCATE audit_event CASCADE', 'never deleted'],
      ['TRUNCATE audit_checkpoint', 'audit checkpoints are never deleted'],
      ['TRUNCATE audit_station CASCADE', 'never deleted'],
    ]
  : [
      [event(1, 'done', 'INSERT OR REPLACE'), 'audit events are never replaced'],
      [checkpoint(1, 'INSERT OR REPLACE'), 'audit checkpoints are never replaced'],
      [station(1, 'INSERT OR REPLACE'), 'audit stations are never replaced'],
    ]

/** `good` goes in, one by one, and then nothing of `bad` does, for the reason that is named. */
const RULES: Record<string, { good?: string[]; bad: [statement: string, reason: string][] }> = {
  'one sentinel and one practice, which locks after ten minutes unless told otherwise': {
    good: [
      `INSERT INTO vault VALUES (1, 'v', 1, '0')`,
      `INSERT INTO practice (id, name, region, demo) VALUES (1, 'Meadowlark', 'US', 0)`,
      `UPDATE practice SET idle_lock_minutes = idle_lock_minutes + 20`,
    ],
    bad: [
      [`INSERT INTO vault VALUES (2, 'v', 1, '0')`, 'CHECK'],
      [`INSERT INTO practice (id, name, region, demo) VALUES (1, 'Meadow', 'US', 0)`, 'UNIQUE'],
      [`UPDATE practice SET region = 'UK'`, 'CHECK'],
      [`UPDATE practice SET idle_lock_minutes = idle_lock_minutes + 1`, 'CHECK'],
      [`UPDATE practice SET idle_lock_minutes = 0`, 'CHECK'],
    ],
  },
  'a username once, a role that is known, and none by default': {
    bad: [
      [`UPDATE person SET username = 'june' WHERE id = 'tomas'`, 'UNIQUE'],
      [`UPDATE person SET username = ''`, 'CHECK'],
      [`UPDATE person SET role = 'owner'`, 'FOREIGN KEY'],
      [`DELETE FROM role WHERE id = 'staff'`, 'FOREIGN KEY'],
      [`UPDATE role SET name = ''`, 'CHECK'],
      [`INSERT INTO role_capability VALUES ('owner', 'notes:read', 1)`, 'FOREIGN KEY'],
      [`INSERT INTO role_capability VALUES ('staff', 'notes:read', 2)`, 'CHECK'],
      [
        `INSERT INTO person (id, username, display_name, credentials, npi, active, created_at) VALUES ('x', 'x', '', '', '', 1, 1)`,
        'NOT NULL',
      ],
    ],
  },
  'a credential of a person, with a whole salt': {
    good: [
      `INSERT INTO person_credential VALUES ('june', 'argon2id', 1, 3, 4, zeroblob(16), x'01', x'02', 7, NULL)`,
    ],
    bad: [
      [
        `INSERT INTO person_credential VALUES ('nobody', 'argon2id', 1, 3, 4, zeroblob(16), x'01', x'02', 7, NULL)`,
        'FOREIGN KEY',
      ],
      [`UPDATE person_credential SET salt = zeroblob(8)`, 'CHECK'],
      [`UPDATE person_credential SET kdf = 'md5'`, 'CHECK'],
    ],
  },
  'a code that lapses after it was issued, by somebody; backup codes with a second factor': {
    good: [`INSERT INTO access_code VALUES ('june', 'reset', 1, 3, 4, zeroblob(16), x'01', 5, 'tomas', 6)`],
    bad: [
      [`UPDATE access_code SET expires_at = 5`, 'CHECK'],
      [`UPDATE access_code SET issued_by = NULL`, 'NOT NULL'],
      [`UPDATE access_code SET issued_by = 'nobody'`, 'FOREIGN KEY'],
      [`INSERT INTO backup_code VALUES ('june', 'd')`, 'FOREIGN KEY'],
    ],
  },
  'tries by name, also of nobody': {
    good: [`INSERT INTO sign_in_try VALUES ('d', 1, 's', 't')`],
    bad: [[`UPDATE sign_in_try SET failed_tries = 0`, 'CHECK']],
  },
  'a key pair for each person': {
    good: [`INSERT INTO person_key_pair VALUES ('june', x'01', x'02', NULL)`],
    bad: [
      [`INSERT INTO person_key_pair VALUES ('june', x'01', x'02', NULL)`, 'UNIQUE'],
      [`INSERT INTO person_key_pair VALUES ('nobody', x'01', x'02', NULL)`, 'FOREIGN KEY'],
    ],
  },
  'a chart number once; a word of a name once for a patient that is there': {
    good: [`INSERT INTO patient_name VALUES ('maya', 'maya')`],
    bad: [
      [`UPDATE patient SET chart_number = 'maya' WHERE id = 'noah'`, 'UNIQUE'],
      [`INSERT INTO patient_name VALUES ('maya', 'maya')`, 'UNIQUE'],
      [`INSERT INTO patient_name VALUES ('', 'maya')`, 'CHECK'],
      [`INSERT INTO patient_name VALUES ('maya', 'nobody')`, 'FOREIGN KEY'],
      [`INSERT INTO patient_search_version VALUES (2, 1)`, 'CHECK'],
    ],
  },
  'a person at Fullscript and a connection: once in use, once pending': {
    good: [
      connection('june', 'us', 'connected', 'o1'),
      connection('june', 'us', 'pending', 'o1'),
      connection('june', 'ca', 'connected', 'o1'),
      connection('tomas', 'us', 'pending', 'o1'),
    ],
    bad: [
      [connection('june', 'us', 'reconnect', 'o2'), 'UNIQUE'],
      [connection('june', 'us', 'pending', 'o2'), 'UNIQUE'],
      [connection('tomas', 'us', 'connected', 'o1'), 'UNIQUE'],
      [connection('nobody', 'us', 'connected', 'o3'), 'FOREIGN KEY'],
    ],
  },
  'a clinic is connected once, and nobody shares a user there': {
    good: [
      clinic('june', 'pending', 'NULL'),
      clinic('june', 'connected', `'meadow'`),
      `INSERT INTO fullscript_user VALUES ('june', 'us', 'meadow', 'one', 'Staff', 'Priya', 'june', 1)`,
    ],
    bad: [
      [clinic('june', 'pending', 'NULL'), 'UNIQUE'],
      [clinic('tomas', 'reconnect', `'meadow'`), 'UNIQUE'],
      [clinic('tomas', 'connected', 'NULL'), 'CHECK'],
      [clinic('tomas', 'connected', `'harbor'`, 'Staff'), 'CHECK'],
      [
        `INSERT INTO fullscript_user VALUES ('tomas', 'us', 'meadow', 'one', 'Staff', 'Priya', 'june', 1)`,
        'UNIQUE',
      ],
      [
        `INSERT INTO fullscript_user VALUES ('june', 'us', 'meadow', 'two', 'Staff', 'Priya', 'june', 1)`,
        'UNIQUE',
      ],
    ],
  },
  'one environment is the chosen one, with a person’s authorization and the treatment plan unless told otherwise':
    {
      good: [
        application('us', 1),
        application('ca', 0),
        `UPDATE fullscript_application SET "authorization" = 'clinic' WHERE "authorization" = 'person'`,
        `UPDATE fullscript_application SET feature = 'platform' WHERE feature = 'treatmentPlan'`,
      ],
      bad: [
        [`UPDATE fullscript_application SET chosen = 1 WHERE environment = 'ca'`, 'UNIQUE'],
        [`UPDATE fullscript_application SET feature = 'catalog'`, 'CHECK'],
      ],
    },
  'an ended connection of somebody, once for each version': {
    good: [`INSERT INTO fullscript_ended_connection VALUES ('june', 'us', 1, x'01', NULL, NULL, 1)`],
    bad: [
      [`INSERT INTO fullscript_ended_connection VALUES ('june', 'us', 1, x'01', NULL, NULL, 1)`, 'UNIQUE'],
      [
        `INSERT INTO fullscript_ended_connection VALUES ('nobody', 'us', 1, x'01', NULL, NULL, 1)`,
        'FOREIGN KEY',
      ],
    ],
  },
  'F-206, F-706: one attempt for each person and workstation, ten minutes at most': {
    good: [attempt('june', 'one', 601_000), attempt('tomas', 'two', 601_000)],
    bad: [
      [attempt('june', 'three', 601_000), 'UNIQUE'],
      [`UPDATE fullscript_connect_attempt SET answer_digest = 'one'`, 'UNIQUE'],
      [`UPDATE fullscript_connect_attempt SET deadline = 601001`, 'CHECK'],
      [`UPDATE fullscript_connect_attempt SET deadline = 1000`, 'CHECK'],
      [`UPDATE fullscript_connect_attempt SET person_id = 'nobody' WHERE person_id = 'june'`, 'FOREIGN KEY'],
    ],
  },
  'a day has no instant beside it; a line has its place in its plan': {
    good: [
      plan('t1', 'maya'),
      `UPDATE treatment_plan SET removed_at = 2, removed_by = 'june'`,
      plan('t2', 'noah'),
      line('l1', 't2', 0, `'["morning"]'`),
      `INSERT INTO treatment_plan_lab VALUES ('b1', 't2', 0, 's', '', 'Thyroid', '', NULL, '["TSH"]', '[]')`,
      `UPDATE treatment_plan SET created_at = NULL, created_on = '2026-11-30' WHERE id = 't2'`,
    ],
    bad: [
      [`UPDATE treatment_plan SET created_at = 1 WHERE id = 't2'`, 'CHECK'],
      [`UPDATE treatment_plan SET sent_on = 'soon'`, 'CHECK'],
      [`UPDATE treatment_plan SET unread = 'x'`, 'CHECK'],
      [`UPDATE treatment_plan SET entered_by_prescriber = 2`, 'CHECK'],
      [line('l2', 't2', 0, `'[]'`), 'UNIQUE'],
      [line('l2', 't2', 1, `'morning'`), 'CHECK'],
      [line('l2', 'none', 1, `'[]'`), 'FOREIGN KEY'],
      [`UPDATE treatment_plan_line SET refill = 3`, 'CHECK'],
      [`UPDATE treatment_plan_lab SET tests = 'TSH'`, 'CHECK'],
    ],
  },
  'an entry is somebody’s; its versions are added to and nothing else; an id elsewhere is one thing here': {
    good: [
      `INSERT INTO entry VALUES ('e1', 'maya', 'allergy-intolerance', 1, '1998', 1)`,
      `INSERT INTO entry_version VALUES ('e1', 1, 'active', NULL, '[]', 'Latex', '{}', '', 1, 'june')`,
      `INSERT INTO entry_version VALUES ('e1', 2, 'active', '1998', '[]', 'Latex', '{}', '', 1, NULL)`,
      `UPDATE entry SET version = 2 WHERE id = 'e1'`,
      `INSERT INTO external_id VALUES ('x1', 's', 'v', 'e1', NULL, 0)`,
      // What left the chart keeps its id, and may come again.
      plan('t5', 'maya'),
      plan('t6', 'noah'),
      `INSERT INTO external_id VALUES ('x2', 's', 'p', NULL, 't5', 1)`,
      `INSERT INTO external_id VALUES ('x3', 's', 'p', NULL, 't6', 0)`,
      `INSERT INTO fullscript_plan VALUES ('t5', 'us', 'c', 'y', '')`,
    ],
    bad: [
      [`INSERT INTO entry VALUES ('e2', 'nobody', 'allergy-intolerance', 1, '1998', 1)`, 'FOREIGN KEY'],
      [`INSERT INTO entry VALUES ('e2', 'maya', '', 1, '1998', 1)`, 'CHECK'],
      [`INSERT INTO entry VALUES ('e2', 'maya', 'allergy-intolerance', 1, '', 1)`, 'CHECK'],
      [
        `INSERT INTO entry_version VALUES ('e2', 1, 'active', NULL, '[]', 'Latex', '{}', '', 1, 'june')`,
        'FOREIGN KEY',
      ],
      [`INSERT INTO entry_version VALUES ('e1', 3, 'active', NULL, '[]', '', '{}', '', 1, 'june')`, 'CHECK'],
      [`UPDATE entry_version SET text = 'Dust'`, 'versions of an entry are never changed'],
      [`DELETE FROM entry_version`, 'versions of an entry are never deleted'],
      [
        `INSERT INTO entry_version VALUES ('e1', 1, 'active', NULL, '[]', 'Dust', '{}', '', 1, 'june') ON CONFLICT (entry_id, version) DO UPDATE SET text = 'Dust'`,
        'versions of an entry are never',
      ],
      [`INSERT INTO external_id VALUES ('x4', 's', 'v', 'e1', NULL, 0)`, 'UNIQUE'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'p', NULL, 't5', 0)`, 'UNIQUE'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'v', NULL, 't5', 0)`, 'UNIQUE'],
      [`UPDATE external_id SET withdrawn = 0`, 'UNIQUE'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'w', 'e2', NULL, 0)`, 'FOREIGN KEY'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'w', NULL, 'none', 0)`, 'FOREIGN KEY'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'w', NULL, NULL, 0)`, 'CHECK'],
      [`INSERT INTO external_id VALUES ('x4', 's', 'w', 'e1', 't5', 0)`, 'CHECK'],
      [`INSERT INTO external_id VALUES ('x4', 's', '', 'e1', NULL, 0)`, 'CHECK'],
      [`INSERT INTO fullscript_plan VALUES ('t5', 'us', 'c', 'y', '')`, 'UNIQUE'],
      [`INSERT INTO fullscript_plan VALUES ('none', 'us', 'c', 'y', '')`, 'FOREIGN KEY'],
    ],
  },
  'an announced plan is kept once': {
    good: [`INSERT INTO fullscript_plan_notification VALUES ('us', 'g', 'y', 'maya', 'june', 1)`],
    bad: [
      [`INSERT INTO fullscript_plan_notification VALUES ('us', 'g', 'y', 'maya', 'june', 1)`, 'UNIQUE'],
      [
        `INSERT INTO fullscript_plan_notification VALUES ('us', 'h', 'y', 'nobody', 'june', 1)`,
        'FOREIGN KEY',
      ],
    ],
  },
  'a question has somebody who asked, an answer somebody who said so': {
    good: [
      match('m1', `'june', 1, 'open', NULL, NULL`),
      match('m2', `NULL, NULL, 'different', 'june', 2`, 'd'),
    ],
    bad: [
      [match('m3', `NULL, NULL, 'open', NULL, NULL`, 'e'), 'CHECK'],
      [match('m3', `'june', 1, 'same', NULL, NULL`, 'e'), 'CHECK'],
      [match('m3', `'june', 1, 'same', 'june', NULL`, 'e'), 'CHECK'],
      [match('m3', `'june', 1, 'perhaps', NULL, NULL`, 'e'), 'CHECK'],
      [match('m3', `'june', 1, 'open', NULL, NULL`), 'UNIQUE'],
    ],
  },
  'an unsent plan of each person and patient says why it ended': {
    good: [`INSERT INTO unsent_plan VALUES ('june', 'maya', 1, NULL, NULL)`],
    bad: [
      [`INSERT INTO unsent_plan VALUES ('june', 'maya', 1, NULL, NULL)`, 'UNIQUE'],
      [`INSERT INTO unsent_plan VALUES ('nobody', 'maya', 1, NULL, NULL)`, 'FOREIGN KEY'],
      [`INSERT INTO unsent_plan VALUES ('june', 'nobody', 1, NULL, NULL)`, 'FOREIGN KEY'],
      [`UPDATE unsent_plan SET ended_at = 2`, 'CHECK'],
      [`UPDATE unsent_plan SET ended_at = 2, why = 'bored'`, 'CHECK'],
    ],
  },
  'what is asked again is kept once': {
    good: [`INSERT INTO fullscript_retry VALUES ('us', 'product', 'v', 'f', 1, 1, NULL, 0)`],
    bad: [
      [`INSERT INTO fullscript_retry VALUES ('us', 'product', 'v', 'f', 1, 1, NULL, 0)`, 'UNIQUE'],
      [`UPDATE fullscript_retry SET failures = -1`, 'CHECK'],
    ],
  },
  'earlier versions of a patient are added to and nothing else': {
    good: [`INSERT INTO patient_version VALUES ('maya', 1, '{}', 1, NULL)`],
    bad: [
      [`INSERT INTO patient_version VALUES ('maya', 2, 'none', 1, NULL)`, 'CHECK'],
      [`INSERT INTO patient_version VALUES ('nobody', 1, '{}', 1, NULL)`, 'FOREIGN KEY'],
      [`UPDATE patient_version SET fields = '[]'`, 'versions of a patient are never changed'],
      [`DELETE FROM patient_version`, 'versions of a patient are never deleted'],
    ],
  },
  'F-713: an emergency access ends once; nothing of it is changed or forgotten': {
    good: [
      `INSERT INTO emergency_access VALUES ('e', 'maya', 'june', 's', 'found unconscious', 1, 9, NULL, NULL)`,
      `INSERT INTO emergency_use VALUES ('e', 2, 'patient.read', 'done')`,
      `INSERT INTO emergency_notice VALUES ('e', 'june', NULL)`,
      `UPDATE emergency_access SET ended_at = 5, ended_how = 'time'`,
    ],
    bad: [
      [`UPDATE emergency_access SET ended_at = 6`, 'never changed'],
      [`UPDATE emergency_access SET reason = 'something else'`, 'never changed'],
      [`UPDATE emergency_use SET at = 3`, 'never changed'],
      [`DELETE FROM emergency_access`, 'never deleted'],
      [`DELETE FROM emergency_use`, 'never deleted'],
      [`DELETE FROM emergency_notice`, 'never deleted'],
      [`INSERT INTO emergency_access VALUES ('f', 'maya', 'june', 's', 'short', 1, 9, NULL, NULL)`, 'CHECK'],
      [`UPDATE emergency_access SET expires_at = 99`, 'never changed'],
    ],
  },
  'F-713: only somebody on a list can rest there': {
    good: [
      `INSERT INTO chart_restriction VALUES ('maya', 'june', 1)`,
      `INSERT INTO chart_reader VALUES ('maya', 'june')`,
      `INSERT INTO resting_reader VALUES ('maya', 'june', 'tomas', 1)`,
    ],
    bad: [[`INSERT INTO resting_reader VALUES ('maya', 'tomas', 'june', 1)`, 'FOREIGN KEY']],
  },
  '164.312(c)(1) 170.315(d)(2): audit events, stations and checkpoints are added to, and nothing else': {
    good: [station(1), event(1), event(2), checkpoint(1)],
    bad: [
      [`UPDATE audit_event SET action = 'x'`, 'audit events are never changed'],
      [`DELETE FROM audit_event WHERE seq = 1`, 'audit events are never deleted'],
      [`DELETE FROM audit_event`, 'audit events are never deleted'],
      [`${event(1)} ON CONFLICT (station, seq) DO UPDATE SET at = 2`, 'audit events are never'],
      [event(3, 'maybe'), 'CHECK'],
      [`UPDATE audit_checkpoint SET digest = zeroblob(32)`, 'audit checkpoints are never changed'],
      [`DELETE FROM audit_checkpoint`, 'audit checkpoints are never deleted'],
      [`UPDATE audit_station SET name = 'x'`, 'audit stations are never changed'],
      [`DELETE FROM audit_station`, 'audit stations are never deleted'],
      ...onlyHere,
      [checkpoint(3), 'FOREIGN KEY'],
      [event(1).replace('VALUES (1,', 'VALUES (2,'), 'FOREIGN KEY'],
      [event(3).replace('zeroblob(32)', 'zeroblob(31)'), 'CHECK'],
    ],
  },
}

describe('what the tables refuse', () => {
  test.each(Object.entries(RULES))('%s', async (_name, { good = [], bad }) => {
    for (const statement of good) await run(statement)
    for (const [statement, reason] of bad) expect(await refusal(statement), statement).toContain(reason)
  })
})

/** What is deleted takes what belongs to it along, so that nothing is left of it by oversight. */
test.each([
  ['person', `id = 'june'`, ['draft', 'person_place', 'person_key_pair', 'person_credential', 'unsent_plan']],
  ['patient', `id = 'maya'`, ['patient_name', 'unsent_plan']],
  ['chart_reader', `person_id = 'june'`, ['resting_reader']],
  ['chart_restriction', `patient_id = 'maya'`, ['chart_reader', 'resting_reader']],
  [
    'treatment_plan',
    `id = 't'`,
    ['treatment_plan_line', 'treatment_plan_lab', 'external_id', 'fullscript_plan'],
  ],
])('deleting from %s takes along what belongs to it', async (table, where, belongs) => {
  const filled: Record<string, string[]> = {
    person: [
      `INSERT INTO draft VALUES ('june', 'k', x'01', 1)`,
      `INSERT INTO person_place VALUES ('june', x'01')`,
      `INSERT INTO person_key_pair VALUES ('june', x'01', x'02', NULL)`,
      `INSERT INTO person_credential VALUES ('june', 'argon2id', 1, 3, 4, zeroblob(16), x'01', x'02', 7, NULL)`,
      `INSERT INTO unsent_plan VALUES ('june', 'maya', 1, NULL, NULL)`,
    ],
    patient: [
      `INSERT INTO patient_name VALUES ('maya', 'maya')`,
      `INSERT INTO unsent_plan VALUES ('june', 'maya', 1, NULL, NULL)`,
    ],
    chart_reader: LISTED,
    chart_restriction: LISTED,
    treatment_plan: [
      plan('t', 'maya'),
      line('l', 't', 0, `'[]'`),
      `INSERT INTO treatment_plan_lab VALUES ('b', 't', 0, 's', '', 'Thyroid', '', NULL, '[]', '[]')`,
      `INSERT INTO external_id VALUES ('x', 's', 'p', NULL, 't', 0)`,
      `INSERT INTO fullscript_plan VALUES ('t', 'us', 'c', 'y', '')`,
    ],
  }
  for (const statement of filled[table] ?? []) await run(statement)
  expect(await Promise.all(belongs.map(count))).toEqual(belongs.map(() => 1))
  await run(`DELETE FROM ${table} WHERE ${where}`)
  expect(await Promise.all(belongs.map(count))).toEqual(belongs.map(() => 0))
})

test.skipIf(onPostgres).each([
  [
    `SELECT id FROM patient WHERE instr(search_text, ' maya') > 0 ORDER BY sort_name, id`,
    'SCAN patient USING COVERING INDEX patient_search',
  ],
  [`SELECT DISTINCT word FROM patient_name`, 'SCAN patient_name'],
  [
    `SELECT * FROM audit_event WHERE patient_id = 'maya' ORDER BY at`,
    'SEARCH audit_event USING INDEX audit_event_patient (patient_id=?)',
  ],
  [
    `SELECT * FROM treatment_plan WHERE patient_id = 'maya'`,
    'SEARCH treatment_plan USING INDEX treatment_plan_patient (patient_id=?)',
  ],
])('%s reads no more than it must', async (query, how) => {
  const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN ${sql.raw(query)}`.execute(transaction)
  expect(rows.map(({ detail }) => detail)).toEqual([how])
})

const LISTED = [
  `INSERT INTO chart_restriction VALUES ('maya', 'june', 1)`,
  `INSERT INTO chart_reader VALUES ('maya', 'june')`,
  `INSERT INTO resting_reader VALUES ('maya', 'june', 'tomas', 1)`,
]

function connection(personId: string, environment: string, status: string, owner: string) {
  return `INSERT INTO fullscript_connection (person_id, environment, status, version, owner_id, owner_type, owner_name,
    scopes, access_token_sealed, issued_at, received_at, connected_at)
    VALUES ('${personId}', '${environment}', '${status}', 1, '${owner}', 'Practitioner', '', '', x'00', '', 1, 1)`
}

function clinic(personId: string, status: string, clinicId: string, type = 'Clinic') {
  return `INSERT INTO fullscript_clinic_connection (person_id, environment, status, version, owner_id, owner_type,
    owner_name, clinic_id, scopes, access_token_sealed, issued_at, received_at, connected_at)
    VALUES ('${personId}', 'us', '${status}', 1, 'o', '${type}', '', ${clinicId}, '', x'00', '', 1, 1)`
}

function application(environment: string, chosen: number) {
  return `INSERT INTO fullscript_application
    (environment, chosen, client_id, public_key, origin_uri, way_back, loopback_ports, updated_at)
    VALUES ('${environment}', ${String(chosen)}, 'id', 'key', '', 'loopback', '', 1)`
}

function attempt(personId: string, digest: string, deadline: number) {
  return `INSERT INTO fullscript_connect_attempt
    VALUES ('${personId}', 'station', '${digest}', x'02', 1000, ${String(deadline)})`
}

function plan(id: string, patientId: string) {
  return `INSERT INTO treatment_plan (id, patient_id, state, prescriber_name, entered_by, message, sent_at, created_at,
    imported_at, updated_at)
    VALUES ('${id}', '${patientId}', 'unheard-of', 'June', 'june', '', NULL, 1, 1, 1)`
}

function line(id: string, planId: string, position: number, timeOfDay: string) {
  return `INSERT INTO treatment_plan_line (id, plan_id, position, code_system, code, dosage_amount,
    dosage_frequency, dosage_duration, dosage_format, time_of_day, take_with, instructions)
    VALUES ('${id}', '${planId}', ${String(position)}, 's', 'v', '1', 'daily', '30', 'capsule', ${timeOfDay}, '', '')`
}

function match(id: string, asked: string, clinicId = 'c') {
  return `INSERT INTO fullscript_patient_match
    VALUES ('${id}', 'maya', 'us', '${clinicId}', 'y', 'Maya', 'Lindqvist', NULL, '', '', '', ${asked})`
}

function event(seq: number, outcome = 'done', how = 'INSERT') {
  return `${how} INTO audit_event (station, seq, at, action, patient_id, outcome, app_version, mac)
    VALUES (1, ${String(seq)}, 1, 'patient.read', 'maya', '${outcome}', '0', zeroblob(32))`
}

function station(number: number, how = 'INSERT') {
  return `${how} INTO audit_station VALUES (${String(number)}, 'id', 'front-desk', zeroblob(32), 1)`
}

function checkpoint(seq: number, how = 'INSERT') {
  return `${how} INTO audit_checkpoint VALUES (1, ${String(seq)}, zeroblob(32), zeroblob(64))`
}
