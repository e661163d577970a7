/**
 * Walks every station's rows in order. Rows of this computer's own stations are checked one by one, by their MACs; those of
 * all stations by what their station signed, as far as it has. Goes on behind what does not fit, so that it names every
 * place and not only the first. In small portions, so that other work gets its turn.
 */
import { setImmediate } from 'node:timers/promises'
import type { AuditProblemKind } from '../../shared/contract/audit'
import type { Database } from '../records/database'
import { unguarded, type Reading } from '../records/handles'
import { beginOf, headsOf, macAt, rowsBehind, type Head, type ReadRow } from './chain'
import { Digest, isSigned, type Checkpoint } from './checkpoints'
import type { RowMac } from './row-mac'

export type Finding = { kind: AuditProblemKind; station: number; seq: number }

export type Verification = {
  /** Rows looked at. */
  checked: number
  /** The last row of each station that was looked at. */
  upTo: Map<number, number>
  /** In the order of the rows; at most LONGEST_LIST, `found` counts all. */
  findings: Finding[]
  found: number
  cancelled: boolean
}

export type VerifyOptions = {
  database: Database
  vaultId: string
  /** Of the stations whose rows can be checked one by one. */
  macs: ReadonlyMap<number, RowMac>
  /** Up to which row each station's were checked before. */
  from?: ReadonlyMap<number, number>
  progress?: (checked: number, total: number) => void
  signal?: AbortSignal
}

const PORTION = 1_000
export const LONGEST_LIST = 100

export async function verifyChains(options: VerifyOptions): Promise<Verification> {
  const { database, from, signal, progress } = options
  const heads = await headsOf(unguarded(database))
  const findings = new Findings()
  const upTo = new Map<number, number>()
  let checked = 0
  const starts = heads.map((head) => from?.get(head.number) ?? 0)
  const total = heads.reduce((sum, { seq }, at) => sum + Math.max(seq - (starts[at] ?? 0), 0), 0)
  for (const number of await stationsWithout(unguarded(database), heads))
    findings.add('chain-missing', number, 1)
  for (const [at, head] of heads.entries()) {
    const walk = await Walk.begin(options, head, starts[at] ?? 0, findings)
    while (!signal?.aborted) {
      const rows = await rowsBehind(database, head.number, walk.last, PORTION)
      if (rows.length === 0) {
        walk.end()
        break
      }
      for (const row of rows) walk.see(row)
      checked += rows.length
      progress?.(checked, Math.max(total, checked))
      await setImmediate()
    }
    upTo.set(head.number, walk.last)
  }
  return { checked, upTo, ...findings.result(), cancelled: signal?.aborted ?? false }
}

/** Over one station's rows. */
class Walk {
  readonly #options: VerifyOptions
  readonly #head: Head
  readonly #findings: Findings
  readonly #mac: RowMac | null
  /** Those that are still to come. */
  readonly #checkpoints: Checkpoint[]
  #last: number
  /** What the next MAC is made over; null when that is not known, so that it cannot be checked. */
  #previous: Buffer | null
  #digest: Digest
  /** Nothing was found since the checkpoint before. */
  #clean = true
  /** The first row that the next checkpoint is about. */
  #first: number

  /** Begins at the last checkpoint before `from`, because only from there on the next one can be checked. */
  static async begin(options: VerifyOptions, head: Head, from: number, findings: Findings): Promise<Walk> {
    const handle = unguarded(options.database)
    const checkpoints = await handle
      .selectFrom('auditCheckpoint')
      .selectAll()
      .where('station', '=', head.number)
      .orderBy('seq')
      .execute()
    const before = checkpoints.findLast(({ seq }) => seq <= from) ?? null
    const mac = options.macs.get(head.number) ?? null
    const begin = mac && beginOf(mac, options.vaultId, head)
    const previous = before ? await macAt(handle, head.number, before.seq) : begin
    return new Walk(options, head, findings, checkpoints, before, mac, previous)
  }

  private constructor(
    options: VerifyOptions,
    head: Head,
    findings: Findings,
    checkpoints: Checkpoint[],
    before: Checkpoint | null,
    mac: RowMac | null,
    previous: Buffer | null,
  ) {
    this.#options = options
    this.#head = head
    this.#findings = findings
    this.#mac = mac
    this.#last = before?.seq ?? 0
    this.#checkpoints = checkpoints.filter(({ seq }) => seq > this.#last)
    this.#previous = previous
    this.#digest = new Digest(options.vaultId, head, before?.digest ?? null)
    this.#first = this.#last + 1
  }

  /** The last row that was seen. */
  get last(): number {
    return this.#last
  }

  see({ seq, text, mac }: ReadRow): void {
    if (seq !== this.#last + 1) {
      this.#find('row-missing', this.#last + 1)
      this.#previous = null
      this.#skipTo(seq)
    }
    if (this.#mac && this.#previous && this.#mac.of(this.#previous, text) !== mac.toString('latin1'))
      this.#find('row-changed', seq)
    this.#previous = mac
    this.#last = seq
    this.#digest.add(text)
    const [checkpoint] = this.#checkpoints
    if (checkpoint?.seq !== seq) return
    const { vaultId } = this.#options
    const fits = isSigned(vaultId, this.#head, checkpoint) && checkpoint.digest.equals(this.#digest.end())
    if (!fits && this.#clean) this.#find('signature-wrong', this.#first)
    this.#pass(checkpoint)
  }

  end(): void {
    if (this.#checkpoints.length > 0 && this.#clean) this.#find('row-missing', this.#last + 1)
  }

  /** What was signed of rows that are missing. */
  #skipTo(seq: number): void {
    for (;;) {
      const [checkpoint] = this.#checkpoints
      if (!checkpoint || checkpoint.seq >= seq) return
      this.#pass(checkpoint)
      this.#clean = checkpoint.seq === seq - 1
    }
  }

  #pass(checkpoint: Checkpoint): void {
    this.#checkpoints.shift()
    this.#digest = new Digest(this.#options.vaultId, this.#head, checkpoint.digest)
    this.#first = checkpoint.seq + 1
    this.#clean = true
  }

  #find(kind: AuditProblemKind, seq: number): void {
    this.#clean = false
    this.#findings.add(kind, this.#head.number, seq)
  }
}

class Findings {
  #found = 0
  readonly #list: Finding[] = []

  add(kind: AuditProblemKind, station: number, seq: number) {
    this.#found += 1
    if (this.#list.length < LONGEST_LIST) this.#list.push({ kind, station, seq })
  }

  result() {
    return { findings: this.#list, found: this.#found }
  }
}

/** Stations that have rows and are not there themselves: their rows cannot be checked at all. */
async function stationsWithout(database: Reading, heads: readonly Head[]): Promise<number[]> {
  const known = new Set(heads.map(({ number }) => number))
  const unknown: number[] = []
  // From one to the next in the table's own order, because all rows would have to be read to find the different ones.
  for (let number: number | null = -1; number !== null;) {
    const next: { number: number | null } = await database
      .selectFrom('auditEvent')
      .select(({ fn }) => fn.min<number | null>('station').as('number'))
      .where('station', '>', number)
      .executeTakeFirstOrThrow()
    number = next.number
    if (number !== null && !known.has(number)) unknown.push(number)
  }
  return unknown
}
