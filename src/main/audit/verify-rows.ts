/**
 * Walks the rows in order and checks each link. Goes on behind a row that does not fit, with the link that is stored
 * there, so that it names every place and not only the first. In small portions, so that other work gets its turn.
 */
import { unguarded } from '../records/handles'
import { setImmediate } from 'node:timers/promises'
import type { AuditProblemKind } from '../../shared/contract/audit'
import type { Database } from '../records/database'
import { beginOf, headOf, rowsBehind } from './chain'
import type { RowMac } from './row-mac'

export type Finding = { kind: AuditProblemKind; seq: number }

export type Verification = {
  /** Rows looked at. */
  checked: number
  /** The last row that was looked at, with its link; null when there was none. */
  upTo: { seq: number; mac: Buffer } | null
  /** In the order of the rows; at most LONGEST_LIST, `found` counts all. */
  findings: Finding[]
  found: number
  cancelled: boolean
}

export type VerifyOptions = {
  database: Database
  vaultId: string
  mac: RowMac
  /** A row that was checked before, with its link: begin behind it. */
  from?: { seq: number; mac: Buffer } | null
  progress?: (checked: number, total: number) => void
  signal?: AbortSignal
}

type Beginning = { firstSeq: number; begin: Buffer; ours: boolean }

const PORTION = 1_000
export const LONGEST_LIST = 100

export async function verifyRows(options: VerifyOptions): Promise<Verification> {
  const { database, mac, signal } = options
  const beginnings = await beginningsOf(options)
  const last = await highest(database)
  const start = options.from?.seq ?? 0
  const findings = new Findings()
  let upTo = options.from ?? null
  let expected = start + 1
  let checked = 0
  // What the next link is made over; null when that is not known, so that it cannot be checked.
  let previous: Buffer | null = options.from?.mac ?? null
  let chain = beginnings.findLast(({ firstSeq }) => firstSeq <= start) ?? null
  if (!chain && last > 0 && beginnings[0]?.firstSeq !== 1) findings.add('chain-missing', 1)

  while (!signal?.aborted) {
    const rows = await rowsBehind(database, expected - 1, PORTION)
    if (rows.length === 0) break
    for (const row of rows) {
      if (row.seq !== expected) {
        findings.add('row-missing', expected)
        previous = null
      }
      const next = beginnings.find(({ firstSeq }) => firstSeq > (chain?.firstSeq ?? 0) && firstSeq <= row.seq)
      if (next) {
        chain = next
        previous = next.firstSeq === row.seq ? next.begin : null
        if (!next.ours) findings.add('unverifiable', next.firstSeq)
      }
      if (!row.mac) findings.add('link-missing', row.seq)
      else if (chain?.ours && previous && mac.of(previous, row.text) !== row.mac.toString('latin1'))
        findings.add('row-changed', row.seq)
      previous = row.mac
      if (row.mac) upTo = { seq: row.seq, mac: row.mac }
      expected = row.seq + 1
    }
    checked += rows.length
    options.progress?.(checked, Math.max(last - start, checked))
    await setImmediate()
  }
  const cancelled = signal?.aborted ?? false
  const head = cancelled ? null : await headOf(unguarded(database))
  if (head && head.seq >= expected) findings.add('row-missing', expected)
  return { checked, upTo, ...findings.result(), cancelled }
}

class Findings {
  #found = 0
  readonly #list: Finding[] = []

  add(kind: AuditProblemKind, seq: number) {
    this.#found += 1
    if (this.#list.length < LONGEST_LIST) this.#list.push({ kind, seq })
  }

  result() {
    return { findings: this.#list, found: this.#found }
  }
}

async function highest(database: Database): Promise<number> {
  const { seq } = await database
    .selectFrom('auditEvent')
    .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
    .executeTakeFirstOrThrow()
  return seq ?? 0
}

/** Where chains begin, and whether each was begun with our key. */
async function beginningsOf({ database, vaultId, mac }: VerifyOptions): Promise<Beginning[]> {
  const rows = await database.selectFrom('auditChain').selectAll().orderBy('firstSeq').execute()
  const beginnings = []
  for (const { firstSeq, beginMac } of rows) {
    const before = await database
      .selectFrom('auditLink')
      .select('mac')
      .where('seq', '<', firstSeq)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const ours = beginOf(mac, vaultId, firstSeq, before?.mac ?? null).equals(beginMac)
    beginnings.push({ firstSeq, begin: beginMac, ours })
  }
  return beginnings
}
