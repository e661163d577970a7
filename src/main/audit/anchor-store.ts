/**
 * Keeps what is known of the chains in two anchors: a file beside the database, soon after every commit, and an entry in
 * the keychain, at sign-out, lock, quit and now and then. Somebody who puts an old folder in place of this one has the
 * file, but not the keychain.
 */
import { readFile } from 'node:fs/promises'
import { Queue } from '../../shared/queue'
import type { Clock } from '../platform/clock/clock'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { unguarded } from '../records/handles'
import { unlessMissing, writeWhole } from '../records/vault-files'
import { anchorText, knownOf, type Anchor, type Known } from './anchor'
import { anchorAccount } from './audit-keys'
import { headsOf, type Head } from './chain'
import type { RowMac } from './row-mac'

/** Rows of this long share one write of the file. */
export const SOON_MS = 1_000
/** The keychain's anchor is never older than this while rows are added. */
export const KEYCHAIN_INTERVAL_MS = 10 * 60_000

export const readAnchorFile = (file: string): Promise<string | null> => unlessMissing(readFile(file, 'utf8'))

type Dependencies = {
  database: Database
  clock: Clock
  logger: Logger
  file: string
  vaultId: string
  folderName: string
  mac: RowMac
  place: string
  /** Number of the station that this is. */
  station: number
  /** Null: there is no keychain, so the file is the only anchor. */
  keychain: Keychain | null
}

export class AnchorStore {
  readonly #with: Dependencies
  #known = new Map<number, Known>()
  #checked: Pick<Anchor, 'verifiedAt' | 'fullAt'> = { verifiedAt: null, fullAt: null }
  #written: string | null = null
  #inKeychain: { text: string; at: number } | null = null
  #cancel: (() => void) | null = null
  readonly #queue = new Queue()
  #closed = false

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Null when there is none; undefined when the keychain does not answer, which says nothing about it. */
  async readKeychain(): Promise<string | null | undefined> {
    const { keychain, vaultId, folderName } = this.#with
    if (!keychain) return undefined
    const found = await keychain.get(anchorAccount(vaultId, folderName))
    return found.ok ? found.value : undefined
  }

  get known(): readonly Known[] {
    return [...this.#known.values()]
  }

  /** What an anchor said, which was compared and fits. */
  adopt({ known, verifiedAt, fullAt }: Pick<Anchor, 'known' | 'verifiedAt' | 'fullAt'>): void {
    this.#known = new Map(known.map((one) => [one.station, one]))
    this.#checked = { verifiedAt, fullAt }
  }

  /** From now on this is what is known, whatever was before: it was compared, and what was found is in the record. */
  accept(heads: readonly Head[]): void {
    const known = heads.map((head) => knownOf(head, this.#known.get(head.number)?.verified))
    this.#known = new Map(known.map((one) => [one.station, one]))
  }

  /** Up to which row each station's were checked. */
  verified(upTo: ReadonlyMap<number, number>, checked: Pick<Anchor, 'verifiedAt' | 'fullAt'>): void {
    for (const one of this.#known.values()) one.verified = Math.min(upTo.get(one.station) ?? 0, one.seq)
    this.#checked = checked
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

  /** Writes the file now; asks how far the chains are only after whatever transaction is under way. */
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
    const { keychain, vaultId, folderName, clock, logger } = this.#with
    if (!keychain || this.#inKeychain?.text === text) return
    const kept = await keychain.set(anchorAccount(vaultId, folderName), text)
    if (kept.ok) this.#inKeychain = { text, at: clock.monotonic() }
    else logger.warn('The keychain did not take the audit anchor', { code: kept.failure.code })
  }

  /** A chain that is shorter than it was is not noted, but found at the next comparison; a new one neither. */
  async #current(): Promise<string> {
    const { database, mac, vaultId, place, station } = this.#with
    for (const head of await headsOf(unguarded(database))) {
      const known = this.#known.get(head.number)
      if (known && head.seq >= known.seq && head.signed >= known.signed)
        this.#known.set(head.number, knownOf(head, known.verified))
    }
    return anchorText(mac, { format: 1, vaultId, place, station, known: [...this.known], ...this.#checked })
  }

  /** Never rejects: that an anchor is missing shows at the next start, and must not keep anybody from working. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#queue.run(work).catch((error: unknown) => {
      this.#with.logger.error('The audit anchor could not be written', { error })
    })
  }
}
