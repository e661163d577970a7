/**
 * What the keychain remembers of a folder: that records with an audit record are in it, and which. Everything in the
 * folder can be made anew by whoever may write there, its records' id included; this says that it was something else.
 */
import { z } from 'zod'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Reading } from '../records/handles'
import type { Finding } from './verify-chains'

const contentSchema = z.strictObject({
  vaultId: z.string(),
  /** The public key of their first station, in hexadecimal. */
  begin: z.string().regex(/^[0-9a-f]{64}$/),
  /** False until these records were opened once: a start that ended while it made them left nothing. */
  settled: z.boolean(),
  /** Other records were here before: number of the station that noticed it. */
  replaced: z.number().int().nullable(),
})
type Content = z.infer<typeof contentSchema>

type Dependencies = { keychain: Keychain; logger: Logger; folderName: string }
type Records = { vaultId: string; begin: Buffer }

/** The keychain's account of it. */
export const folderAccount = (folderName: string) => `audit folder ${folderName}`

export const rememberFolder = (keychain: Keychain, folderName: string, content: Content) =>
  keychain.set(folderAccount(folderName), JSON.stringify(content))

/** The public key of the first station; null when there is none. */
export const firstStation = async (database: Reading): Promise<Buffer | null> => {
  const first = await database
    .selectFrom('auditStation')
    .select('publicKey')
    .where('number', '=', 1)
    .executeTakeFirst()
  return first?.publicKey ?? null
}

export class FolderMemory {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** New records take the folder. */
  async begin({ vaultId, begin }: Records): Promise<void> {
    const before = await this.#read()
    if (before === 'unknown') return
    const replaced = before && (before.settled ? 1 : before.replaced)
    await this.#write({ vaultId, begin: begin.toString('hex'), settled: false, replaced })
  }

  /**
   * Records were opened in the folder; from now on it is known to have them. Nothing is found where the keychain does
   * not answer, nor in a folder that it does not know: of records that were moved or copied.
   */
  async compare(database: Reading, vaultId: string, station: number): Promise<Finding[]> {
    const memory = await this.#read()
    if (memory === 'unknown') return []
    const begin = (await firstStation(database))?.toString('hex') ?? null
    const same = memory?.vaultId === vaultId
    let replaced = memory?.replaced ?? null
    if (memory?.settled && !same) replaced = station
    const findings: Finding[] =
      replaced === null ? [] : [{ kind: 'other-records', station: replaced, seq: 1 }]
    if (memory && same && memory.begin !== begin) findings.push({ kind: 'chain-missing', station: 1, seq: 1 })
    const kept = same ? memory.begin : begin
    const settled = memory?.settled && same && memory.replaced === replaced
    if (kept !== null && !settled) await this.#write({ vaultId, begin: kept, settled: true, replaced })
    return findings
  }

  /** `unknown`: the keychain does not answer, or what it has is none of ours, which is never written over. */
  async #read(): Promise<Content | null | 'unknown'> {
    const { keychain, folderName } = this.#with
    const found = await keychain.get(folderAccount(folderName))
    if (!found.ok) return 'unknown'
    if (found.value === null) return null
    try {
      return contentSchema.parse(JSON.parse(found.value))
    } catch {
      return 'unknown'
    }
  }

  async #write(content: Content): Promise<void> {
    const { keychain, logger, folderName } = this.#with
    const kept = await rememberFolder(keychain, folderName, content)
    if (!kept.ok)
      logger.warn('The keychain did not take what is remembered of the folder', { code: kept.failure.code })
  }
}
