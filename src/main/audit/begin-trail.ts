/**
 * The audit record of new records: its chain, its first row and its anchor are there before the database file gets its
 * name, so that there never are records without them, and none need be believed later that has none (F-620).
 */
import { unguarded } from '../records/handles'
import { ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { writeWhole } from '../records/vault-files'
import { anchorText } from './anchor'
import { chainKey } from './audit-keys'
import { createAudit } from './audit-service'
import { beginOf, headOf } from './chain'
import { ChainMemory } from './chain-memory'
import { beginChain, findSecret } from './open-chain'
import { RowMac } from './row-mac'

export type NewTrail = {
  database: Database
  vaultId: string
  folderName: string
  anchorFile: string
  /** 32 bytes for a vault that opens with a passphrase; null where the keychain has the key. */
  derived: Buffer | null
  keychain: Keychain
  clock: Clock
  logger: Logger
  appVersion: string
}

/** The keychain's failure when it keeps no key: then there are no new records. */
export async function beginTrail(options: NewTrail): Promise<Result<null>> {
  const { database, vaultId, folderName, anchorFile, derived, clock, logger, appVersion } = options
  const keychain = answerInTime(options.keychain, clock)
  const { secret, failure } = await findSecret(keychain, vaultId, derived)
  if (failure) return { ok: false, failure }
  const mac = new RowMac(chainKey(secret))
  secret.fill(0)
  await database.transaction().execute((within) =>
    beginChain(unguarded(within), {
      vaultId,
      mac,
      told: (inside, chain, subject) =>
        createAudit({ clock, appVersion, chain }).record(
          { personId: null, action: 'audit.begun', subject, outcome: 'done' },
          inside,
        ),
    }),
  )
  const head = await headOf(unguarded(database))
  if (!head) throw new Error('A chain has its first link')
  const position = { seq: head.seq, mac: head.mac.toString('hex') }
  await writeWhole(
    anchorFile,
    anchorText(mac, { format: 1, vaultId, head: position, verified: null, fullAt: null }),
  )
  if (!derived) {
    const memory = new ChainMemory({ keychain, logger, folderName })
    await memory.begin({ vaultId, begin: beginOf(mac, vaultId, 1, null) })
  }
  return ok(null)
}
