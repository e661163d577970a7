/**
 * Proves: the records answer from their thread as they do in one's own, main goes on meanwhile, errors keep what they
 * mean on the way, keys are handed over and not copied, and a thread that dies is told and never waited for.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/main/records/database'
import { storageFailure } from '../../src/main/records/database-errors'
import type { RecordsEngine } from '../../src/main/records/engine/engine'
import { engineOver } from '../../src/main/records/engine/engine-over'
import { inProcess } from '../../src/main/records/engine/in-process'
import type { Request } from '../../src/main/records/engine/messages'
import { workerEngine } from '../../src/main/records/engine/worker-engine'
import { temporaryDatabase, temporaryFolder } from '../../src/main/records/temporary-database'
import { newRecordsWorker, recordsWorker } from '../support/records-worker'

async function databaseOf(engine: RecordsEngine): Promise<Database> {
  const { database, dispose } = await temporaryDatabase(engine)
  onTestFinished(dispose)
  return database
}

const engines = { 'in the thread': recordsWorker, 'in one’s own': inProcess }
const person = (id: string) => ({
  id,
  username: id,
  displayName: 'Zoë ☂',
  credentials: '',
  npi: '',
  role: 'staff' as const,
  active: 1 as const,
  createdAt: Number.MAX_SAFE_INTEGER,
})
const pair = {
  personId: 'june',
  publicKey: Buffer.from('small'),
  privateKeySealed: Buffer.alloc(70_000, 7),
}
const LONG = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT max(i) FROM n`

test.each(Object.entries(engines))(
  '%s: text, numbers, bytes and null come back as they were',
  async (_name, engine) => {
    const database = await databaseOf(engine)
    const inserted = await database.insertInto('person').values(person('june')).executeTakeFirst()
    expect(inserted.numInsertedOrUpdatedRows).toBe(1n)
    await database.insertInto('personKeyPair').values(pair).execute()
    expect(await database.selectFrom('person').selectAll().execute()).toEqual([person('june')])
    const [row] = await database.selectFrom('personKeyPair').selectAll().execute()
    expect(row).toEqual({ ...pair, practiceKeySealed: null })
    expect(Buffer.isBuffer(row?.publicKey)).toBe(true)
    const deleted = await database.deleteFrom('person').executeTakeFirst()
    expect(deleted.numDeletedRows).toBe(1n)
  },
)

test.each(Object.entries(engines))('%s: what goes wrong keeps what it means', async (_name, engine) => {
  const { database, folder, dispose } = await temporaryDatabase(engine)
  onTestFinished(dispose)
  await database.insertInto('person').values(person('june')).execute()
  const twice = database.insertInto('person').values(person('june')).execute()
  await expect(twice).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' })
  await expect(sql`SELECT 1 FROM nowhere`.execute(database)).rejects.toMatchObject({ code: 'SQLITE_ERROR' })
  const file = join(folder, 'other.db')
  writeFileSync(file, Buffer.alloc(8_192, 1))
  const open = engine.open({ file, key: Buffer.alloc(32, 1), mode: 'write', newestVersion: 1 })
  await expect(open.catch((error: unknown) => storageFailure(error))).resolves.toMatchObject({
    code: 'vault-damaged',
    detail: 'SQLITE_NOTADB',
  })
  await database.destroy()
  await expect(sql`SELECT 1`.execute(database)).rejects.toThrow('destroyed')
})

test.each(Object.entries(engines))(
  '%s: a transaction that fails leaves nothing, and the next one runs',
  async (_name, engine) => {
    const database = await databaseOf(engine)
    const both = await Promise.allSettled([
      database.transaction().execute(async (within) => {
        await within.insertInto('person').values(person('june')).execute()
        throw new Error('thought better of it')
      }),
      database.transaction().execute(async (within) => {
        // Nothing of the other one's is seen, however the two interleave.
        expect(await within.selectFrom('person').selectAll().execute()).toEqual([])
        await within.insertInto('person').values(person('tomas')).execute()
      }),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(await database.selectFrom('person').select('id').execute()).toEqual([{ id: 'tomas' }])
  },
)

test('main goes on while a long query runs; on its own thread it stands still', async () => {
  const turnsDuring = async (database: Database) => {
    let [turns, over] = [0, false]
    const turn = () => {
      turns += 1
      if (!over) setImmediate(turn)
    }
    const done = LONG.execute(database).then(() => {
      over = true
    })
    setImmediate(turn)
    await done
    return turns
  }
  expect(await turnsDuring(await databaseOf(recordsWorker))).toBeGreaterThan(100)
  expect(await turnsDuring(await databaseOf(inProcess))).toBeLessThan(3)
})

test('S-21: a key is handed over in a buffer of its own; bytes go without what lies beside them in memory', async () => {
  const sent: { request: Request; handOver: ArrayBuffer[] }[] = []
  const engine = engineOver(() => (request, handOver = []) => {
    sent.push({ request, handOver })
    return Promise.resolve({ changes: 0, lastInsertRowid: 0 })
  })
  const key = Buffer.from('0123456789abcdef'.repeat(2))
  const options = { file: 'x', key, newestVersion: 1 }
  const database = await engine.open({ ...options, mode: 'write' })
  await engine.tryKey(options)
  await engine.rekey(options, key)
  await sql`INSERT INTO t VALUES (${Buffer.from('small')})`.execute(database)
  expect(sent.map(({ handOver }) => handOver.map(({ byteLength }) => byteLength))).toEqual([
    [32],
    [32],
    [32, 32],
    [],
  ])
  for (const { request, handOver } of sent) {
    if ('options' in request) expect(handOver).toContain(request.options.key.buffer)
    if (request.do === 'query')
      expect(request.parameters.map((value) => (value as Uint8Array).buffer.byteLength)).toEqual([5])
  }
  // The caller's own stays, and is the caller's to wipe.
  expect(key.toString()).toBe('0123456789abcdef'.repeat(2))
})

test('a thread that dies: whoever waits is told, whoever asks later too, closing works, and opening starts another', async () => {
  const engine = await newRecordsWorker()
  const { database, dispose } = await temporaryDatabase(engine)
  onTestFinished(dispose)
  const long = LONG.execute(database).catch((error: unknown) => storageFailure(error))
  // The request is on its way before the thread is ended.
  await new Promise((resolve) => setImmediate(resolve))
  await engine.stop()
  expect(await long).toEqual({ code: 'records-stopped', detail: 'ENGINE_STOPPED' })
  const later = sql`SELECT 1`.execute(database).catch((error: unknown) => storageFailure(error))
  expect(await later).toMatchObject({ code: 'records-stopped' })
  const within = database.transaction().execute(() => Promise.resolve())
  expect(await within.catch((error: unknown) => storageFailure(error))).toMatchObject({
    code: 'records-stopped',
  })
  await database.destroy()
  const again = await databaseOf(engine)
  expect((await sql`SELECT 1 AS one`.execute(again)).rows).toEqual([{ one: 1 }])
})

test('a thread that cannot start is told as one that died', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const broken = join(folder, 'broken.mjs')
  writeFileSync(broken, 'throw new Error("broken")')
  for (const file of [broken, join(folder, 'absent.mjs')]) {
    const versions = workerEngine(file).versions()
    expect(await versions.catch((error: unknown) => storageFailure(error))).toMatchObject({
      code: 'records-stopped',
    })
  }
})
