/** The audit record as a whole: writing with links, anchors, checking, and what was found and not yet looked into. */
import { unguarded } from '../records/handles'
import type { AuditState } from '../../shared/contract/audit'
import { ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { createUnitsOfWork, type Records } from '../records/unit-of-work'
import { AnchorKeeper } from './anchor-keeper'
import { readAnchor } from './anchor'
import type { Audit } from './audit'
import { chainKey, readSecret, signingKey, type SigningKey } from './audit-keys'
import { createAudit } from './audit-service'
import { headOf, type Chain } from './chain'
import { ChainMemory } from './chain-memory'
import { FindingLog } from './finding-log'
import { compareAnchor, findSecret, openChain, readingOf, type OpenedChain } from './open-chain'
import { RowMac } from './row-mac'
import { verifyRows, type Finding, type Verification } from './verify-rows'

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
  keychain: Keychain
  /** 32 bytes for a vault that opens with a passphrase; null where the keychain has the key. */
  derived: Buffer | null
  clock: Clock
  logger: Logger
  appVersion: string
}

type Made = TrailOptions & {
  mac: RowMac
  signing: SigningKey | null
  keeper: AnchorKeeper | null
  /** Null where there is no keychain to remember. */
  memory: ChainMemory | null
  opened: OpenedChain
}

export class AuditTrail {
  readonly audit: Audit
  /** For rows that are the program's own: no chart is asked for. */
  readonly records: Records
  readonly #with: Made
  readonly #changed = new Listeners()
  readonly #progressed = new Listeners<[progress: { checked: number; total: number }]>()
  readonly #found: FindingLog
  #verified: { seq: number; at: number } | null = null
  #fullAt: number | null = null
  #running: { done: Promise<Verification>; abort: AbortController; full: boolean } | null = null
  #progress: AuditState['running'] = null
  #cancelTimer: (() => void) | null = null
  #closed = false

  private constructor(made: Made) {
    this.#with = made
    this.audit = createAudit({
      ...made,
      chain: made.opened.chain,
      recorded: () => {
        made.keeper?.soon()
      },
    })
    const { database, logger } = made
    const mayOpen = () => Promise.resolve(true)
    this.records = createUnitsOfWork({ database, audit: this.audit, logger, mayOpen })
    this.#found = new FindingLog({ ...made, audit: this.audit, records: this.records })
  }

  /** Opens, goes on, compares the file and the keychain's memory, and notes where the record stands. Throws only as storage does. */
  static async open(options: TrailOptions): Promise<AuditTrail> {
    const { database, vaultId, clock, logger, appVersion } = options
    const keychain = answerInTime(options.keychain, clock)
    const secret = await findSecret(keychain, vaultId, options.derived)
    if (secret.failure) logger.error('The audit key is out of reach', { code: secret.failure.code })
    const mac = new RowMac(chainKey(secret.secret))
    const opened = await openChain(database, {
      vaultId,
      mac,
      kept: secret.kept,
      told: (within, chain, begun) =>
        createAudit({ clock, appVersion, chain }).record(
          { personId: null, action: 'audit.begun', subject: begun, outcome: 'done' },
          within,
        ),
    })
    const keeper = secret.kept
      ? new AnchorKeeper({
          ...options,
          file: options.anchorFile,
          mac,
          keychain: options.derived ? null : keychain,
        })
      : null
    const signing = secret.kept ? signingKey(secret.secret) : null
    secret.secret.fill(0)
    const memory = options.derived || !secret.kept ? null : new ChainMemory({ ...options, keychain })
    const trail = new AuditTrail({ ...options, keychain, mac, signing, keeper, memory, opened })
    await trail.#begin()
    return trail
  }

  get chain(): Chain {
    return this.#with.opened.chain
  }

  get vaultId(): string {
    return this.#with.vaultId
  }

  /** The key that exports are signed with; null while the keychain is out of reach. */
  get signing(): SigningKey | null {
    return this.#with.signing
  }

  /** What goes on with this chain elsewhere, for a backup; null while the keychain is out of reach. The caller wipes it. */
  async secret(): Promise<Buffer | null> {
    const { derived, keeper, keychain, vaultId } = this.#with
    if (!keeper) return null
    return derived ? Buffer.from(derived) : readSecret(keychain, vaultId)
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

  /** Somebody signed out or locked: both anchors say where the record stands now. */
  async settle(): Promise<void> {
    await this.#with.keeper?.writeBoth()
  }

  /** Before the database is closed. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer?.()
    this.cancelVerify()
    await this.#running?.done.catch(() => undefined)
    await this.#with.keeper?.close()
  }

  async #begin(): Promise<void> {
    const { database, keeper, memory, opened, mac, vaultId } = this.#with
    const findings: Finding[] = []
    const { begun, chain } = opened
    if (begun === 'chain-missing' || begun === 'key-lost' || begun === 'key-unreachable')
      findings.push({ kind: begun, seq: chain.firstSeq })
    const text = (await keeper?.readFile()) ?? null
    // An anchor of a key that is lost cannot be read.
    if (keeper && begun !== 'key-lost') {
      const found = await compareAnchor(unguarded(database), readingOf(mac, vaultId, text), false)
      if (found) findings.push(found)
    }
    const next = ((await headOf(unguarded(database)))?.seq ?? 0) + 1
    findings.push(...((await memory?.compare(unguarded(database), vaultId, next)) ?? []))
    await this.#report(findings)
    const anchor = text === null ? null : readAnchor(mac, vaultId, text)
    const verified = findings.length === 0 ? (anchor?.verified ?? null) : null
    if (keeper && anchor && verified && (await this.#isLink(verified))) {
      this.#verified = verified
      this.#fullAt = anchor.fullAt
      keeper.verified = { verified, fullAt: anchor.fullAt }
    }
    await keeper?.write()
  }

  async #isLink({ seq, mac }: { seq: number; mac: string }): Promise<boolean> {
    const link = await this.#with.database
      .selectFrom('auditLink')
      .select('mac')
      .where('seq', '=', seq)
      .executeTakeFirst()
    return link?.mac.toString('hex') === mac
  }

  async #compareKeychain(): Promise<void> {
    const { database, keeper, opened, mac, vaultId } = this.#with
    const text = await keeper?.readKeychain()
    if (!keeper || text === undefined) return
    if (opened.begun !== 'key-lost') {
      // Never absent once it was written; that it was not yet is no sign of anything.
      const found = await compareAnchor(unguarded(database), readingOf(mac, vaultId, text), true)
      await this.#report(found ? [found] : [])
    }
    await keeper.writeBoth()
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
    const { database, vaultId, mac, keeper, clock } = this.#with
    const last = full ? null : (keeper?.verified.verified ?? null)
    const from = last ? { seq: last.seq, mac: Buffer.from(last.mac, 'hex') } : null
    let told = Number.NEGATIVE_INFINITY
    const result = await verifyRows({
      database,
      vaultId,
      mac,
      from,
      signal,
      progress: (checked, total) => {
        this.#progress = { checked, total }
        if (clock.monotonic() - told < 100) return
        told = clock.monotonic()
        this.#progressed.tell({ checked, total })
      },
    })
    if (result.cancelled) return result
    await this.#report(result.findings)
    const at = clock.now()
    if (from === null) this.#fullAt = at
    if (result.upTo) {
      const { seq } = result.upTo
      this.#verified = { seq, at }
      if (keeper) {
        const verified = { seq, mac: result.upTo.mac.toString('hex'), at }
        keeper.verified = { verified, fullAt: this.#fullAt }
      }
    }
    return result
  }

  async #report(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return
    await this.#found.report(findings)
    this.#changed.tell()
  }

  async #state(): Promise<AuditState> {
    const { database, signing } = this.#with
    const head = await headOf(unguarded(database))
    return {
      rows: head?.seq ?? 0,
      verifiedUpTo: this.#verified?.seq ?? 0,
      verifiedAt: this.#verified?.at ?? null,
      fullAt: this.#fullAt,
      running: this.#progress,
      problems: await this.#found.open(),
      fingerprint: signing?.fingerprint ?? '',
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
