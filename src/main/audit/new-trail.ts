/**
 * The audit record of new records: its first station, its first row and its anchor are there before the database file gets
 * its name, so that there never are records without them, and none need be believed later that has none (F-620).
 */
import { ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { unguarded } from '../records/handles'
import { writeWhole } from '../records/vault-files'
import { anchorText, knownOf } from './anchor'
import { anchorMac } from './audit-keys'
import { createAudit } from './audit-service'
import { headsOf } from './chain'
import { FolderMemory } from './folder-memory'
import { findSecret, placeOf, registerStation, type Registration } from './station'

export type NewTrail = {
  database: Database
  vaultId: string
  folderName: string
  anchorFile: string
  /** The computer's name. */
  computer: string
  /** 32 bytes for a vault that opens with a passphrase; null where the keychain has the key. */
  derived: Buffer | null
  keychain: Keychain
  clock: Clock
  logger: Logger
  appVersion: string
}

/** Writes the first row of a station. */
export const telling =
  ({ clock, appVersion }: Pick<NewTrail, 'clock' | 'appVersion'>): Registration['tell'] =>
  (handle, chain, begun) =>
    createAudit({ clock, appVersion, chain }).record(
      { personId: null, action: 'audit.begun', subject: begun, outcome: 'done' },
      handle,
    )

/**
 * Puts the anchor beside records whose station has just begun: what is in them now is what is known. Answers its text.
 * `secret`: stays the caller's to wipe.
 */
export async function writeFirstAnchor(
  {
    database,
    vaultId,
    folderName,
    anchorFile,
    computer,
  }: Pick<NewTrail, 'database' | 'vaultId' | 'folderName' | 'anchorFile' | 'computer'>,
  secret: Buffer,
  station: number,
): Promise<string> {
  const anchor = anchorText(anchorMac(secret), {
    ...{ format: 1, vaultId, place: placeOf(computer, folderName), station },
    known: (await headsOf(unguarded(database))).map((head) => knownOf(head)),
    ...{ verifiedAt: null, fullAt: null },
  })
  await writeWhole(anchorFile, anchor)
  return anchor
}

/** The keychain's failure when it keeps no key: then there are no new records. */
export async function beginTrail(options: NewTrail): Promise<Result<null>> {
  const { database, vaultId, folderName, computer, derived, clock, logger } = options
  const keychain = answerInTime(options.keychain, clock)
  const { secret, failure } = await findSecret(keychain, vaultId, derived)
  if (failure) return { ok: false, failure }
  const registration = { vaultId, secret, name: computer, now: clock.now(), tell: telling(options) }
  const { station } = await database
    .transaction()
    .execute((within) => registerStation(unguarded(within), registration, 'first'))
  await writeFirstAnchor(options, secret, station.number)
  secret.fill(0)
  if (!derived)
    await new FolderMemory({ keychain, logger, folderName }).begin({ vaultId, begin: station.publicKey })
  return ok(null)
}
