/**
 * What it costs to ask the records' thread, against asking on one's own: one query, a transaction of ten inserts, and
 * how long main stands still at most while the audit record is verified and while many patients come in.
 */
import { unguarded } from '../src/main/records/handles'
import { setTimeout } from 'node:timers/promises'
import { searchColumns, writeNameWords } from '../src/main/patients/patient-search-repository'
import { verifyChains } from '../src/main/audit/verify-chains'
import { newKey } from '../src/main/platform/crypto/seal'
import type { Database, DatabaseOrTransaction } from '../src/main/records/database'
import { inProcess } from '../src/main/records/engine/in-process'
import { temporaryDatabase } from '../src/main/records/temporary-database'
import { recordsWorker } from '../tests/support/records-worker'
import { fillAudit } from './lib/fill-audit'
import { figureOf, quantile, type Figure } from './lib/figure'

const QUERIES = 1_000
const TRANSACTIONS = 100
const ROWS = 200_000
const PATIENTS = 100_000
const TOGETHER = 500
const IDLE = 20_000
const vaultId = 'bench'
const against = 'the same on main’s own thread'

type Times = { query: number[]; transaction: number[] }

export async function recordsLatency(runs: number): Promise<Figure[]> {
  const [ours, other] = [await temporaryDatabase(recordsWorker), await temporaryDatabase(inProcess)]
  try {
    const pairs: { ours: Times; other: Times }[] = []
    for (let run = -1; run < runs; run += 1) {
      const pair = { ours: await timesOf(ours.database, run), other: await timesOf(other.database, run) }
      // The first pair warms up.
      if (run >= 0) pairs.push(pair)
    }
    const figure = (what: keyof Times, name: string, part: number) =>
      figureOf(
        { figure: `records-latency, ${name}, p${String(part * 100)}`, against, unit: 'ms', goal: null },
        pairs.map((pair) => ({
          ours: quantile(pair.ours[what], part),
          other: quantile(pair.other[what], part),
        })),
      )
    return [
      ...[0.5, 0.95].map((part) => figure('query', 'one query', part)),
      ...[0.5, 0.95].map((part) => figure('transaction', 'ten inserts in a transaction', part)),
      ...(await standstills(ours.database, other.database)),
    ]
  } finally {
    await ours.dispose()
    await other.dispose()
  }
}

async function timesOf(database: Database, run: number): Promise<Times> {
  const times: Times = { query: [], transaction: [] }
  for (let number = 0; number < TRANSACTIONS; number += 1) {
    const rows = Array.from({ length: 10 }, (_, index) =>
      patientOf(`${String(run)} ${String(number)} ${String(index)}`),
    )
    times.transaction.push(
      await timed(() =>
        database.transaction().execute(async (within) => {
          for (const row of rows) await within.insertInto('patient').values(row).execute()
        }),
      ),
    )
  }
  for (let number = 0; number < QUERIES; number += 1) {
    const id = `${String(run)} ${String(number % TRANSACTIONS)} ${String(number % 10)}`
    const read = () =>
      database.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    times.query.push(await timed(read))
  }
  return times
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Against main’s own thread, and against main with nothing to do: what the machine itself takes is in both. */
async function standstills(ours: Database, other: Database): Promise<Figure[]> {
  // First, because what the work on main's own thread leaves behind is collected afterwards.
  const idle = await longestGap(() => setTimeout(IDLE))
  const verified = { ours: await standstillOf(verify, ours), other: await standstillOf(verify, other) }
  const imported = { ours: await standstillOf(bringIn, ours), other: await standstillOf(bringIn, other) }
  const names = { unit: 'ms', goal: null } as const
  return (
    [
      ['200 000 audit rows verified', verified],
      ['100 000 patients imported', imported],
    ] as const
  ).flatMap(([work, pair]) => [
    figureOf({ figure: `main stands still at most, ${work}`, against, ...names }, [pair]),
    figureOf({ figure: `main stands still at most, ${work}`, against: 'main with nothing to do', ...names }, [
      { ours: pair.ours, other: idle },
    ]),
  ])
}

/** `prepare` answers the work that is measured. */
const standstillOf = async (
  prepare: (database: Database) => Promise<() => Promise<void>>,
  database: Database,
): Promise<number> => longestGap(await prepare(database))

async function verify(database: Database) {
  const { mac } = await fillAudit(database, newKey(), vaultId, ROWS)
  return async () => {
    const { checked } = await verifyChains({ database, vaultId, macs: new Map([[1, mac]]) })
    if (checked !== ROWS) throw new Error('The record of the figure does not verify')
  }
}

const bringIn = (database: Database) => Promise.resolve(() => importPatients(database))

function patientOf(id: string) {
  const names = { givenName: 'Maya', familyName: `Lindqvist ${id}`, preferredName: '' }
  const told = { chartNumber: id, birthDate: '1988-04-13', sex: 'female' as const, email: '', phone: '' }
  return {
    ...{ id, ...names, ...told, ...searchColumns({ ...names, ...told }) },
    ...{ addressLine1: '12 Elm Street', addressLine2: '', city: 'Duluth', region: 'MN', postalCode: '55802' },
    ...{ country: 'US', note: '', createdAt: 1, updatedAt: 1, version: 1 },
  }
}

async function importPatient(within: DatabaseOrTransaction, row: ReturnType<typeof patientOf>) {
  await within.insertInto('patient').values(row).execute()
  await writeNameWords(unguarded(within), row.id, row)
}

async function importPatients(database: Database): Promise<void> {
  for (let first = 0; first < PATIENTS; first += TOGETHER)
    await database.transaction().execute(async (within) => {
      for (let number = first; number < first + TOGETHER; number += 1)
        await importPatient(within, patientOf(`import ${String(number)}`))
    })
}

/** Milliseconds between two turns of main's loop, at most. */
async function longestGap(work: () => Promise<void>): Promise<number> {
  let [longest, last] = [0, performance.now()]
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(turn, 1)
  await work()
  turn()
  clearInterval(timer)
  return longest
}
