/** The audit record as a whole: writing, signing, anchors, checking, and what was found and not yet looked into. */
import type { AuditState } from '../../shared/contract/audit'
import { ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import { Queue } from '../../shared/queue'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { unguarded } from '../records/handles'
import { createUnitsOfWork, untilNoConflict, type Records } from '../records/unit-of-work'
import { compareKnown, newStations, readAnchor, type Anchor, type Known } from './anchor'
import { AnchorStore, readAnchorFile } from './anchor-store'
import type { Audit } from './audit'
import { anchorMac, type SigningKey } from './audit-keys'
import { createAudit } from './audit-service'
import { stationNames } from './audit-repository'
import { headsOf, type Chain, type Head } from './chain'
import { nextCheckpoint, ROWS_SIGNED_AT_ONCE } from './checkpoints'
import { FindingLog } from './finding-log'
import { FolderMemory } from './folder-memory'
import { telling } from './new-trail'
import type { RowMac } from './row-mac'
import { findSecret, openStation, placeOf, type OpenedStation } from './station'
import { verifyChains, type Finding, type Verification } from './verify-chains'

const DAY = 24 * 60 * 60_000
/** After opening, so that the check is in nobody's way. */
const FIRST_CHECK_MS = 5_000
const NEXT_LOOK_MS = 60 * 60_000

export type TrailOptions = {
  database: Database
  vaultId: string
  /** The name of the records' folder in the keychain. */
  folderName: string
  /** Where the anchor's file is. */
  anchorFile: string
  /** The computer's name. */
  computer: string
  keychain: Keychain
  /** 32 bytes for a vault that opens with a passphrase; null where the keychain has the key. */
  derived: Buffer | null
  clock: Clock
  logger: Logger
  appVersion: string
  /** The records are on a server and this computer is new to them. */
  joins?: boolean
}

type Made = TrailOptions & {
  /** Of the anchors. */
  mac: RowMac
  /** What stood beside the records. */
  anchor: Anchor | 'absent' | 'damaged'
  /** Null where this computer's secret is out of reach. */
  store: AnchorStore | null
  /** Null where there is no keychain to remember. */
  memory: FolderMemory | null
  opened: OpenedStation
}

export class AuditTrail {
  readonly audit: Audit
  /** For rows that are the program's own: no chart is asked for. */
  readonly records: Records
  readonly #with: Made
  readonly #changed = new Listeners()
  readonly #progressed = new Listeners<[progress: { checked: number; total: number }]>()
  readonly #found: FindingLog
  readonly #signing = new Queue()
  #unsigned = 0
  #verified: ReadonlyMap<number, number> = new Map()
  #verifiedAt: number | null = null
  #fullAt: number | null = null
  #running: { done: Promise<Verification>; abort: AbortController; full: boolean } | null = null
  #progress: AuditState['running'] = null
  #cancelTimer: (() => void) | null = null
  #closed = false

  private constructor(made: Made) {
    this.#with = made
    this.audit = createAudit({
      ...made,
      chain: made.opened.own.chain,
      recorded: () => {
        made.store?.soon()
        this.#unsigned += 1
        if (this.#unsigned % ROWS_SIGNED_AT_ONCE === 0) void this.sign()
      },
    })
    const { database, logger } = made
    const mayOpen = () => Promise.resolve(true)
    this.records = createUnitsOfWork({ database, audit: this.audit, logger, mayOpen })
    this.#found = new FindingLog({ ...made, audit: this.audit, records: this.records })
  }

  /** Opens, goes on, compares the file and the keychain's memory, and notes where the record stands. Throws only as storage does. */
  static async open(options: TrailOptions): Promise<AuditTrail> {
    const { database, vaultId, folderName, anchorFile, computer, clock, logger } = options
    const keychain = answerInTime(options.keychain, clock)
    const { secret, kept, failure } = await findSecret(keychain, vaultId, options.derived)
    if (failure) logger.error('The audit key is out of reach', { code: failure.code })
    const place = placeOf(computer, folderName)
    const mac = anchorMac(secret)
    const anchor = readAnchor(mac, vaultId, await readAnchorFile(anchorFile))
    const opened = await openStation(database, {
      ...{ vaultId, secret, kept, place, anchor, name: computer, now: clock.now() },
      joins: options.joins === true,
      tell: telling(options),
    })
    secret.fill(0)
    const { number: station } = opened.own.station
    const kept_ = { ...options, keychain: options.derived ? null : keychain }
    const store = kept ? new AnchorStore({ ...kept_, file: anchorFile, mac, place, station }) : null
    const memory = options.derived || !kept ? null : new FolderMemory({ ...options, keychain })
    const trail = new AuditTrail({ ...options, keychain, mac, anchor, store, memory, opened })
    await trail.#begin()
    return trail
  }

  get chain(): Chain {
    return this.#with.opened.own.chain
  }

  /** Which station this is, for whatever else only one of them may have: leases, what is open here. */
  get stationId(): string {
    return this.#with.opened.own.station.id
  }

  get vaultId(): string {
    return this.#with.vaultId
  }

  /** The key that exports are signed with; null while the keychain is out of reach. */
  get signing(): SigningKey | null {
    return this.#with.store && this.#with.opened.own.signing
  }

  /** Called when the state may have changed; returns the function that ends it. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  onProgress(listener: (progress: { checked: number; total: number }) => void): () => void {
    return this.#progressed.add(listener)
  }

  /** The keychain's anchor and the rows behind the last check, after the start; then every row once a day. */
  watch(): void {
    this.#lookIn(FIRST_CHECK_MS, async () => {
      await this.#compareKeychain()
      await this.check()
    })
  }

  /** Checks what was not checked before, or every row when the last time is a day ago. */
  async check(): Promise<void> {
    const now = this.#with.clock.now()
    const due = this.#fullAt === null || now - this.#fullAt >= DAY || now < this.#fullAt
    await this.#check(due)
  }

  state(): Promise<Result<AuditState>> {
    return withStorageFailures(async () => ok(await this.#state()))
  }

  /** Every row from the first on. Joins a check of all rows that is under way. */
  verify(personId: string): Promise<Result<AuditState>> {
    return withStorageFailures(async () => {
      const { findings, cancelled } = await this.#check(true)
      const entry = { personId, action: 'audit.verified' } as const
      if (cancelled) await this.records.note({ ...entry, subject: 'cancelled', outcome: 'refused' })
      else await this.records.note({ ...entry, outcome: findings.length > 0 ? 'failed' : 'done' })
      return ok(await this.#state())
    })
  }

  cancelVerify(): void {
    this.#running?.abort.abort()
  }

  acknowledge(personId: string): Promise<Result<AuditState>> {
    return withStorageFailures(async () => {
      await this.#found.acknowledge(personId)
      this.#changed.tell()
      return ok(await this.#state())
    })
  }

  /** Signs what this station has written and not signed yet. Never rejects: what could not be signed is the next time. */
  sign(): Promise<void> {
    const { database, vaultId, opened, logger } = this.#with
    const { station, mac, signing } = opened.own
    const signer = { vaultId, station, mac, privateKey: signing.privateKey }
    return this.#signing
      .run(async () => {
        for (;;) {
          const next = await untilNoConflict(() => nextCheckpoint(database, signer))
          if (!next) return
          const { checkpoint, changed } = next
          await this.#report(
            changed.map((seq) => ({ kind: 'row-changed', station: station.number, seq }) as const),
          )
          const handle = unguarded(database)
          await untilNoConflict(() => handle.insertInto('auditCheckpoint').values(checkpoint).execute())
        }
      })
      .catch((error: unknown) => {
        logger.error('The audit record could not be signed', { error })
      })
  }

  /** Somebody signed out or locked: what was written is signed, and both anchors say where the record stands now. */
  async settle(): Promise<void> {
    await this.sign()
    await this.#with.store?.writeBoth()
  }

  /** Before the database is closed. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer?.()
    this.cancelVerify()
    await this.#running?.done.catch(() => undefined)
    await this.sign()
    await this.#with.store?.close()
  }

  async #begin(): Promise<void> {
    const { database, store, memory, opened, anchor, vaultId } = this.#with
    const { begun, own } = opened
    const station = own.station.number
    const heads = await this.#heads()
    const findings: Finding[] = []
    if (begun === 'chain-missing' || begun === 'key-lost' || begun === 'key-unreachable')
      findings.push({ kind: begun, station, seq: 1 })
    if (store && typeof anchor === 'object') {
      findings.push(...(await this.#compare(anchor, heads)))
    } else if (store && begun !== 'key-lost' && begun !== 'joined') {
      // An anchor of a key that is lost cannot be read.
      findings.push({ kind: anchor === 'absent' ? 'anchor-missing' : 'anchor-damaged', station, seq: 1 })
    }
    findings.push(...((await memory?.compare(unguarded(database), vaultId, station)) ?? []))
    await this.#report(findings)
    if (findings.length === 0 && typeof anchor === 'object') {
      store?.adopt(anchor)
      this.#verified = new Map(anchor.known.map(({ station: number, verified }) => [number, verified]))
      this.#verifiedAt = anchor.verifiedAt
      this.#fullAt = anchor.fullAt
    }
    store?.accept(await this.#heads())
    await store?.write()
  }

  #heads(): Promise<Head[]> {
    return headsOf(unguarded(this.#with.database))
  }

  /** What is known, against what is there; stations of this computer are none that nothing was known of. */
  async #compare({ known }: { known: readonly Known[] }, heads: readonly Head[]): Promise<Finding[]> {
    const { database, opened } = this.#with
    const strangers = newStations(known, heads).filter(({ station }) => !opened.macs.has(station))
    return [...(await compareKnown(unguarded(database), known, heads)), ...strangers]
  }

  async #compareKeychain(): Promise<void> {
    const { store, opened, mac, vaultId } = this.#with
    const text = await store?.readKeychain()
    if (!store || text === undefined) return
    const anchor = readAnchor(mac, vaultId, text)
    // Never absent once it was written; that it was not yet is no sign of anything.
    if (opened.begun !== 'key-lost' && anchor !== 'absent') {
      const station = opened.own.station.number
      await this.#report(
        anchor === 'damaged'
          ? [{ kind: 'anchor-damaged', station, seq: 1 }]
          : await compareKnown(unguarded(this.#with.database), anchor.known, await this.#heads()),
      )
    }
    await store.writeBoth()
  }

  #check(full: boolean): Promise<Verification> {
    if (this.#running && (this.#running.full || !full)) return this.#running.done
    const before = this.#running?.done ?? Promise.resolve()
    const abort = new AbortController()
    const done = before
      .catch(() => undefined)
      .then(() => this.#run(full, abort.signal))
      .finally(() => {
        if (this.#running?.abort === abort) this.#running = null
        this.#progress = null
        this.#changed.tell()
      })
    this.#running = { done, abort, full }
    return done
  }

  async #run(full: boolean, signal: AbortSignal): Promise<Verification> {
    const { database, vaultId, opened, store, clock } = this.#with
    if (store) {
      const heads = await this.#heads()
      await this.#report(await this.#compare(store, heads))
      store.accept(heads)
    }
    let told = Number.NEGATIVE_INFINITY
    const result = await verifyChains({
      ...{ database, vaultId, macs: opened.macs, signal },
      ...(full ? {} : { from: this.#verified }),
      progress: (checked, total) => {
        this.#progress = { checked, total }
        if (clock.monotonic() - told < 100) return
        told = clock.monotonic()
        this.#progressed.tell({ checked, total })
      },
    })
    if (result.cancelled) return result
    await this.#report(result.findings)
    this.#verifiedAt = clock.now()
    if (full) this.#fullAt = this.#verifiedAt
    this.#verified = result.upTo
    store?.verified(result.upTo, { verifiedAt: this.#verifiedAt, fullAt: this.#fullAt })
    return result
  }

  async #report(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return
    await this.#found.report(findings)
    this.#changed.tell()
  }

  async #state(): Promise<AuditState> {
    const { database } = this.#with
    const heads = await this.#heads()
    return {
      rows: heads.reduce((sum, { seq }) => sum + seq, 0),
      verified: [...this.#verified.values()].reduce((sum, seq) => sum + seq, 0),
      verifiedAt: this.#verifiedAt,
      fullAt: this.#fullAt,
      running: this.#progress,
      problems: await this.#found.open(),
      stations: await stationNames(unguarded(database)),
      fingerprint: this.signing?.fingerprint ?? '',
    }
  }

  #lookIn(milliseconds: number, look: () => Promise<void>): void {
    if (this.#closed) return
    this.#cancelTimer = this.#with.clock.after(milliseconds, () => {
      void look()
        .catch((error: unknown) => {
          this.#with.logger.error('The audit record could not be checked', { error })
        })
        .finally(() => {
          this.#lookIn(NEXT_LOOK_MS, () => this.check())
        })
    })
  }
}
