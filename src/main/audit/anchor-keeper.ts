/**
 * Keeps the two anchors: a file beside the database, soon after every commit, and an entry in the keychain, at sign-out,
 * lock, quit and now and then. Somebody who puts an old folder in place of this one has the file, but not the keychain.
 */
import { unguarded } from '../records/handles'
import { readFile } from 'node:fs/promises'
import { Queue } from '../../shared/queue'
import type { Clock } from '../platform/clock/clock'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { unlessMissing, writeWhole } from '../records/vault-files'
import { anchorText, type Anchor } from './anchor'
import { anchorAccount } from './audit-keys'
import { headOf } from './chain'
import type { RowMac } from './row-mac'

/** Rows of this long share one write of the file. */
export const SOON_MS = 1_000
/** The keychain's anchor is never older than this while rows are added. */
export const KEYCHAIN_INTERVAL_MS = 10 * 60_000

type Dependencies = {
  database: Database
  clock: Clock
  logger: Logger
  file: string
  vaultId: string
  mac: RowMac
  /** Null: there is no keychain, so the file is the only anchor. */
  keychain: Keychain | null
}

export class AnchorKeeper {
  readonly #with: Dependencies
  #verified: Pick<Anchor, 'verified' | 'fullAt'> = { verified: null, fullAt: null }
  #written: string | null = null
  #inKeychain: { text: string; at: number } | null = null
  #cancel: (() => void) | null = null
  readonly #queue = new Queue()
  #closed = false

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  readFile(): Promise<string | null> {
    return unlessMissing(readFile(this.#with.file, 'utf8'))
  }

  /** Null when there is none; undefined when the keychain does not answer, which says nothing about it. */
  async readKeychain(): Promise<string | null | undefined> {
    const { keychain, vaultId } = this.#with
    if (!keychain) return undefined
    const found = await keychain.get(anchorAccount(vaultId))
    return found.ok ? found.value : undefined
  }

  get verified(): Pick<Anchor, 'verified' | 'fullAt'> {
    return this.#verified
  }

  set verified(verified: Pick<Anchor, 'verified' | 'fullAt'>) {
    this.#verified = verified
    this.soon()
  }

  /** Rows were added, perhaps in a transaction that is not committed yet. */
  soon(): void {
    if (this.#closed) return
    this.#cancel ??= this.#with.clock.after(SOON_MS, () => {
      this.#cancel = null
      void this.write()
    })
  }

  /** Writes the file now; asks for the newest row only after whatever transaction is under way. */
  write(): Promise<void> {
    return this.#inTurn(async () => {
      const text = await this.#current()
      if (text !== this.#written) await writeWhole(this.#with.file, text)
      this.#written = text
      const { clock } = this.#with
      const due = this.#inKeychain && clock.monotonic() - this.#inKeychain.at >= KEYCHAIN_INTERVAL_MS
      if (due) await this.#writeKeychain(text)
    })
  }

  /** Both; the file first, so that the keychain is never ahead of it. */
  async writeBoth(): Promise<void> {
    await this.write()
    await this.#inTurn(async () => {
      if (this.#written !== null) await this.#writeKeychain(this.#written)
    })
  }

  async close(): Promise<void> {
    await this.writeBoth()
    this.#closed = true
    this.#cancel?.()
    this.#cancel = null
  }

  async #writeKeychain(text: string): Promise<void> {
    const { keychain, vaultId, clock, logger } = this.#with
    if (!keychain || this.#inKeychain?.text === text) return
    const kept = await keychain.set(anchorAccount(vaultId), text)
    if (kept.ok) this.#inKeychain = { text, at: clock.monotonic() }
    else logger.warn('The keychain did not take the audit anchor', { code: kept.failure.code })
  }

  async #current(): Promise<string> {
    const { database, mac, vaultId } = this.#with
    const head = await headOf(unguarded(database))
    const position = { seq: head?.seq ?? 0, mac: head?.mac.toString('hex') ?? '0'.repeat(64) }
    return anchorText(mac, { format: 1, vaultId, head: position, ...this.#verified })
  }

  /** Never rejects: that an anchor is missing shows at the next start, and must not keep anybody from working. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#queue.run(work).catch((error: unknown) => {
      this.#with.logger.error('The audit anchor could not be written', { error })
    })
  }
}
