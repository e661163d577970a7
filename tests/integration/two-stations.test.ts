/**
 * Proves, on PostgreSQL only: two stations that write at a time both end well, as if one had been after the other. No
 * chart number and no row of the audit record is there twice, and the record's chain is whole.
 */
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { failed, ok } from '../../src/shared/failures'
import { createAudit } from '../../src/main/audit/audit-service'
import { beginOf, type Chain } from '../../src/main/audit/chain'
import { RowMac } from '../../src/main/audit/row-mac'
import { verifyRows } from '../../src/main/audit/verify-rows'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { systemClock as clock } from '../../src/main/platform/clock/clock'
import { nextNumber } from '../../src/main/records/counters'
import type { Database } from '../../src/main/records/database'
import { openPostgres } from '../../src/main/records/engine/postgres'
import { releaseLease, takeLease } from '../../src/main/records/leases'
import { migrate, schemaVersion } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { unguarded, type Reading, type Writing } from '../../src/main/records/handles'
import { createUnitsOfWork, EVERY_CHART } from '../../src/main/records/unit-of-work'
import { insertPatient } from '../../src/main/patients/patients-repository'
import { binaries } from '../support/postgres/server'
import { emptyDatabase, freshDatabase } from '../support/postgres/databases'
import { MAYA } from '../support/benches/charts'

const noServer = binaries() === null ? 'there is no PostgreSQL server for this system in npm' : null

type Station = Awaited<ReturnType<typeof practice>>['one']

/** Two stations over one database, each with a connection of its own, going on with one chain. */
async function practice() {
  const place = inject('postgres')
  const { database, dispose } = await freshDatabase(place)
  const { rows } = await sql<{ name: string }>`SELECT current_database() AS name`.execute(database)
  const other = openPostgres({ ...place, database: rows[0]?.name ?? '' })
  onTestFinished(async () => {
    await other.destroy()
    await dispose()
  })
  const mac = new RowMac(Buffer.alloc(32, 1))
  const chain: Chain = { mac, firstSeq: 1, begin: beginOf(mac, 'vault', 1, null) }
  await database.insertInto('auditChain').values({ firstSeq: 1, beginMac: chain.begin }).execute()
  const station = (over: Database) => ({
    database: over,
    records: createUnitsOfWork({
      database: over,
      logger,
      mayOpen: () => Promise.resolve(true),
      audit: createAudit({ clock, appVersion: '0', chain }),
    }),
  })
  return {
    one: station(database),
    two: station(other),
    verified: () => verifyRows({ database, vaultId: 'vault', mac }),
  }
}

const addPatient = ({ records }: Station, id: string) =>
  records.run({ personId: null }, 'patient.created', EVERY_CHART, async (handle) =>
    ok((await insertPatient(handle, id, MAYA, 1)).chartNumber),
  )

describe.skipIf(noServer !== null)(`two stations${noServer === null ? '' : `: ${noServer}`}`, () => {
  test('that add patients at a time: each number once, and a chain that is whole', async () => {
    const { one, two, verified } = await practice()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        addPatient(index % 2 === 0 ? one : two, `patient ${String(index)}`),
      ),
    )
    const numbers = answers.map((answer) => (answer.ok ? Number(answer.value) : answer.failure.code))
    expect(numbers.toSorted()).toEqual(Array.from({ length: 20 }, (_, index) => 1001 + index))
    expect(await verified()).toMatchObject({ checked: 20, found: 0 })
    const rows = await one.database.selectFrom('auditEvent').select('seq').orderBy('seq').execute()
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
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
    const take = ({ records }: Station, holder: string) =>
      records.internal((handle) => takeLease(handle, { name: 'work', holder, until: 100 }, 1))
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => take(index % 2 ? one : two, String(index))),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    const holder = String(taken.indexOf(true))
    await two.records.internal((handle) => releaseLease(handle, { name: 'work', holder }))
    expect(await take(one, 'another')).toBe(true)
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
