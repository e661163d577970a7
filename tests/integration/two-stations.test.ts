/**
 * Proves, on PostgreSQL only: two stations that write at a time both end well, as if one had been after the other. No
 * chart number is there twice. Each writes a chain of its own in the audit record, without being in the other's way, each
 * checks the other's, and finds what somebody did to it who can write the database.
 */
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { failed, ok } from '../../src/shared/failures'
import { AuditTrail } from '../../src/main/audit/audit-trail'
import { beginTrail } from '../../src/main/audit/new-trail'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { systemClock as clock } from '../../src/main/platform/clock/clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { nextNumber } from '../../src/main/records/counters'
import type { Database } from '../../src/main/records/database'
import { openPostgres } from '../../src/main/records/engine/postgres'
import { releaseLease, takeLease } from '../../src/main/records/leases'
import { migrate, schemaVersion } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { unguarded, type Reading, type Writing } from '../../src/main/records/handles'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { EVERY_CHART } from '../../src/main/records/unit-of-work'
import { insertPatient } from '../../src/main/patients/patients-repository'
import { binaries } from '../support/postgres/server'
import { emptyDatabase, freshDatabase } from '../support/postgres/databases'
import { MAYA } from '../support/benches/charts'

const noServer = binaries() === null ? 'there is no PostgreSQL server for this system in npm' : null

type Station = Awaited<ReturnType<typeof practice>>['one']

/** Two stations over one database, each with a connection, a folder and a keychain of its own. */
async function practice() {
  const place = inject('postgres')
  const { database, dispose } = await freshDatabase(place)
  const { rows } = await sql<{ name: string }>`SELECT current_database() AS name`.execute(database)
  const other = openPostgres({ ...place, database: rows[0]?.name ?? '' })
  const { folder, remove } = temporaryFolder()
  const station = async (over: Database, computer: string) => {
    const options = {
      ...{ database: over, vaultId: 'vault', folderName: computer, computer, derived: null },
      ...{ anchorFile: join(folder, `${computer}.json`), keychain: new MemoryKeychain() },
      ...{ clock, logger, appVersion: '0' },
    }
    const joins = computer !== 'one'
    if (!joins) await beginTrail(options)
    const open = () => AuditTrail.open({ ...options, joins })
    const trail = await open()
    const problems = async (of = trail) => {
      const state = await of.state()
      if (!state.ok) throw new Error(state.failure.code)
      return state.value.problems.map((found) => `${found.kind} ${found.station} ${found.seq}`)
    }
    return { database: over, records: trail.records, trail, open, problems }
  }
  const [one, two] = [await station(database, 'one'), await station(other, 'two')]
  onTestFinished(async () => {
    await one.trail.close()
    await two.trail.close()
    await other.destroy()
    await dispose()
    remove()
  })
  return { one, two }
}

const note = ({ trail }: Station) =>
  trail.records.note({ personId: 'p', action: 'patient.read', outcome: 'done' })

/** What somebody does who administers the server. */
async function attack({ database }: Station, ...statements: string[]) {
  for (const table of ['audit_event', 'audit_checkpoint', 'audit_station'])
    await sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`).execute(database)
  for (const statement of statements) await sql.raw(statement).execute(database)
}

const addPatient = ({ records }: Station, id: string) =>
  records.run({ personId: null }, 'patient.created', EVERY_CHART, async (handle) =>
    ok((await insertPatient(handle, id, MAYA, { at: 1, by: null })).chartNumber),
  )

describe.skipIf(noServer !== null)(`two stations${noServer === null ? '' : `: ${noServer}`}`, () => {
  test('that add patients at a time: each number once', async () => {
    const { one, two } = await practice()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        addPatient(index % 2 === 0 ? one : two, `patient ${String(index)}`),
      ),
    )
    const numbers = answers.map((answer) => (answer.ok ? Number(answer.value) : answer.failure.code))
    expect(numbers.toSorted()).toEqual(Array.from({ length: 20 }, (_, index) => 1001 + index))
  })

  test('that write to the audit record at a time: neither is ever in the way of the other, and both chains are whole', async () => {
    const { one, two } = await practice()
    const before = { one: 2, two: 1 }
    let tries = 0
    await note(one)
    await note(two)
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const { trail } = index % 2 === 0 ? one : two
        return trail.records.internal((handle) => {
          tries += 1
          return trail.audit.record({ personId: 'p', action: 'patient.read', outcome: 'done' }, handle)
        })
      }),
    )
    expect(tries).toBe(40)
    await one.trail.settle()
    await two.trail.settle()
    for (const { trail, problems } of [one, two]) {
      await trail.verify('p')
      // The one was there before the other.
      expect(await problems()).toEqual(['new-station 2 1'])
    }
    const rows = await one.database
      .selectFrom('auditEvent')
      .select(['station', 'seq'])
      .where('action', '=', 'patient.read')
      .orderBy('station')
      .orderBy('seq')
      .execute()
    const numbers = (station: number, first: number) =>
      Array.from({ length: 21 }, (_, index) => ({ station, seq: first + index }))
    expect(rows).toEqual([...numbers(1, before.one), ...numbers(2, before.two + 1)])
  })

  test('of which one does not know the other: it says so once, and it is acknowledged at either', async () => {
    const { one, two } = await practice()
    await one.trail.check()
    await two.trail.check()
    expect([await one.problems(), await two.problems()]).toEqual([['new-station 2 1'], ['new-station 2 1']])
    await two.trail.acknowledge('p')
    await one.trail.check()
    expect(await one.problems()).toEqual([])
    await one.trail.close()
    const again = await one.open()
    expect(await one.problems(again)).toEqual([])
    await again.close()
  })

  /** The other has written 8 rows, signed the first 5, and the one knows it. */
  async function acquainted() {
    const { one, two } = await practice()
    for (let row = 2; row <= 5; row += 1) await note(two)
    await two.trail.settle()
    for (let row = 6; row <= 8; row += 1) await note(two)
    await one.trail.check()
    await one.trail.acknowledge('p')
    await one.trail.settle()
    await one.trail.verify('p')
    expect(await one.problems()).toEqual([])
    return { one, two }
  }

  test.each<[what: string, found: string, statements: string[]]>([
    [
      'a changed row',
      'signature-wrong 2 1',
      [`UPDATE audit_event SET person_id = 'q' WHERE station = 2 AND seq = 3`],
    ],
    [
      'a changed row whose signature was taken away',
      'signature-wrong 2 1',
      [
        'DELETE FROM audit_checkpoint WHERE station = 2',
        `UPDATE audit_event SET person_id = 'q' WHERE station = 2`,
      ],
    ],
    ['a row that is missing', 'row-missing 2 7', ['DELETE FROM audit_event WHERE station = 2 AND seq = 7']],
    ['an end that was cut', 'rolled-back 2 7', ['DELETE FROM audit_event WHERE station = 2 AND seq > 6']],
    [
      'another public key',
      'chain-missing 2 1',
      [`UPDATE audit_station SET public_key = decode(repeat('00', 32), 'hex') WHERE number = 2`],
    ],
    [
      'somebody who writes as a third',
      'new-station 3 1',
      [
        `INSERT INTO audit_station VALUES (3, 'x', 'three', decode(repeat('00', 32), 'hex'), 1)`,
        `INSERT INTO audit_event SELECT 3, 1, at, monotonic, person_id, acting_as_type, acting_as_id, action, patient_id,
          subject, emergency, outcome, app_version, mac FROM audit_event WHERE station = 2 AND seq = 2`,
      ],
    ],
  ])('S-23: of which one finds in the chain of the other %s', async (_what, found, statements) => {
    const { one, two } = await acquainted()
    await attack(two, ...statements)
    await one.trail.verify('p')
    expect(await one.problems()).toContain(found)
  })

  test('S-23: of which one was closed while the chain of the other was cut, and finds it by its anchor', async () => {
    const { one, two } = await acquainted()
    await one.trail.close()
    await attack(two, 'DELETE FROM audit_event WHERE station = 2 AND seq > 6')
    const again = await one.open()
    expect(await one.problems(again)).toEqual(['rolled-back 2 7'])
    await again.close()
  })

  test('of which one writes what the other has read: the other does its work again over the new', async () => {
    const { one, two } = await practice()
    await addPatient(one, 'maya')
    let tries = 0
    let lookedAt: () => void = () => undefined
    const looked = new Promise<void>((resolve) => {
      lookedAt = resolve
    })
    const note = (handle: Reading) =>
      handle.selectFrom('patient').select('note').where('id', '=', 'maya').executeTakeFirstOrThrow()
    const add = (handle: Writing, text: string) =>
      handle.updateTable('patient').set({ note: text }).where('id', '=', 'maya').execute()
    const change = (station: Station, text: (before: string) => Promise<string>) =>
      station.records.run({ personId: null }, 'patient.updated', 'maya', async (handle) => {
        await add(handle, await text((await note(handle)).note))
        return ok(null)
      })
    // Between the look and the change of the one, the other changes it.
    const other = looked.then(() => change(two, () => Promise.resolve('two')))
    const answer = await change(one, async (before) => {
      tries += 1
      lookedAt()
      await other
      return `${before}, one`
    })
    expect(answer.ok).toBe(true)
    expect(tries).toBe(2)
    expect((await note(unguarded(one.database))).note).toBe('two, one')
  })

  test('that take a lease at a time: one has it, and the other when it is given back', async () => {
    const { one, two } = await practice()
    const take = ({ records, trail }: Station) =>
      records.internal((handle) =>
        takeLease(handle, { name: 'work', holder: trail.stationId, until: 100 }, 1),
      )
    const taken = await Promise.all([take(one), take(two)])
    expect(taken.filter(Boolean)).toHaveLength(1)
    const [has, waits] = taken[0] ? [one, two] : [two, one]
    // What it has it may take again; nobody gives back what another one has.
    expect(await take(has)).toBe(true)
    const release = ({ records, trail }: Station) =>
      records.internal((handle) => releaseLease(handle, { name: 'work', holder: trail.stationId }))
    await release(waits)
    expect(await take(waits)).toBe(false)
    await release(has)
    expect(await take(waits)).toBe(true)
  })

  test('that are started again: each is the station that it was, and has the leases that it had', async () => {
    const { one, two } = await practice()
    await one.records.internal((handle) =>
      takeLease(handle, { name: 'work', holder: one.trail.stationId, until: 100 }, 1),
    )
    await one.trail.close()
    await two.trail.close()
    const [again, other] = [await one.open(), await two.open()]
    expect(again.stationId).not.toBe(other.stationId)
    const taken = (trail: AuditTrail) =>
      trail.records.internal((handle) =>
        takeLease(handle, { name: 'work', holder: trail.stationId, until: 100 }, 1),
      )
    expect([await taken(other), await taken(again)]).toEqual([false, true])
    await again.close()
    await other.close()
  })

  test('that begin at a time: one makes the tables, the other waits for them', async () => {
    const place = inject('postgres')
    const name = await emptyDatabase(place)
    const stations = [1, 2, 3].map(() => openPostgres({ ...place, database: name }))
    onTestFinished(async () => {
      for (const station of stations) await station.destroy()
    })
    await Promise.all(stations.map((station) => migrate(station, migrations)))
    expect(await Promise.all(stations.map(schemaVersion))).toEqual([1, 2, 3].map(() => NEWEST_VERSION))
  })

  test('of which one loses its connection: its work is a failure, and the next one goes on', async () => {
    const { one, two } = await practice()
    const cut = await one.records.run({ personId: null }, 'patient.updated', null, async (handle) => {
      const { rows } = await sql<{ id: number }>`SELECT pg_backend_pid() AS id`.execute(handle)
      await sql`SELECT pg_terminate_backend(${rows[0]?.id}, 5000)`.execute(two.database)
      await nextNumber(handle, 'chart-number')
      return ok(null)
    })
    expect(cut).toMatchObject(failed('records-stopped'))
    expect(await addPatient(one, 'maya')).toEqual(ok('1001'))
  })
})
