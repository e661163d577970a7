/**
 * Proves that a station's rows follow each other without a gap and with a MAC that fits, whatever is undone, comes at a time
 * or was written by somebody who told nobody, and that a row costs one statement.
 */
import type { KyselyPlugin } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock as clock } from '../platform/clock/clock'
import { silentLogger as logger } from '../platform/logging/logger'
import { unguarded, type Writing } from '../records/handles'
import { temporaryDatabase } from '../records/temporary-database'
import { createUnitsOfWork } from '../records/unit-of-work'
import { chainMac, stationSigningKey } from './audit-keys'
import { createAudit } from './audit-service'
import { StationChain } from './chain'
import { verifyChains } from './verify-chains'

const ENTRY = { personId: 'p', action: 'patient.read', outcome: 'done' } as const
const secret = Buffer.alloc(32, 7)

async function bench() {
  const { database: plain, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  let statements = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const database = plain.withPlugin(counting)
  const { publicKey } = stationSigningKey(secret, 'here')
  const station = { number: 3, id: 'here', publicKey }
  const mac = chainMac(secret, 'here')
  await plain
    .insertInto('auditStation')
    .values({ ...station, name: 'front-desk', since: 0 })
    .execute()
  const audit = createAudit({ clock, appVersion: '0', chain: new StationChain(mac, 'vault', station) })
  const mayOpen = () => Promise.resolve(true)
  const record = (handle: Writing) => audit.record(ENTRY, handle)
  return {
    database,
    record,
    records: createUnitsOfWork({ database, audit, logger, mayOpen }),
    costs: async (work: () => Promise<unknown>) => {
      const before = statements
      await work().catch(() => undefined)
      return statements - before
    },
    /** How many rows there are, when nothing is wrong with them. */
    rows: async () => {
      const { checked, findings } = await verifyChains({
        database,
        vaultId: 'vault',
        macs: new Map([[3, mac]]),
      })
      expect(findings).toEqual([])
      return checked
    },
  }
}

const undone = async (work: Promise<unknown>) => {
  await work
  throw new Error('undone')
}

test('a row is one statement; the end of the chain is asked for once, and again after what was undone', async () => {
  const { records, costs, rows, record } = await bench()
  const note = () => records.note(ENTRY)
  expect([await costs(note), await costs(note), await costs(note)]).toEqual([2, 1, 1])
  expect(await costs(() => records.internal((handle) => undone(record(handle))))).toBe(1)
  expect([await costs(note), await costs(note)]).toEqual([2, 1])
  expect(await rows()).toBe(5)
})

test('several rows of one unit, at a time and one by one, and units at a time', async () => {
  const { records, rows, record } = await bench()
  await records.internal(async (handle) => {
    await Promise.all([record(handle), record(handle), record(handle)])
    await record(handle)
  })
  await Promise.all(Array.from({ length: 10 }, () => records.note(ENTRY)))
  expect(await rows()).toBe(14)
})

test('transactions of which nobody tells whether they were committed', async () => {
  const { database, records, rows, record } = await bench()
  const transaction = (ends: (work: Promise<void>) => Promise<void>) =>
    database
      .transaction()
      .execute((within) => ends(record(unguarded(within))))
      .catch(() => undefined)
  await records.note(ENTRY)
  await transaction(undone)
  await records.note(ENTRY)
  await transaction((work) => work)
  await record(unguarded(database))
  await transaction(undone)
  await record(unguarded(database))
  await records.note(ENTRY)
  expect(await rows()).toBe(6)
})

test('a row that could not be written leaves no gap', async () => {
  const { database, records, rows, record } = await bench()
  await records.note(ENTRY)
  const nothing = { ...ENTRY, action: '' as 'patient.read' }
  await expect(records.note(nothing)).rejects.toThrow()
  await records.note(ENTRY)
  await record(unguarded(database))
  expect(await rows()).toBe(3)
})
