/** A vault whose records have their audit record from the first moment, and opening that record again. */
import { AuditTrail } from '../audit/audit-trail'
import { beginTrail } from '../audit/new-trail'
import { adoptTrail, forgetTrail } from '../audit/restored-trail'
import { ok } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Kdf } from '../platform/crypto/derive-key'
import type { RecordsEngine } from '../records/engine/engine'
import { keychainAccount } from '../records/staged-records'
import { endSwitch, finishSwitch, switchPlaces, type Switched } from '../records/switch-records'
import { Vault } from '../records/vault'
import { unlessMissing } from '../records/vault-files'
import { folderName, nameAccountIn } from '../records/vault-key'

export type RecordsProgram = {
  engine: RecordsEngine
  keychain: Keychain
  clock: Clock
  logger: Logger
  appVersion: string
  /** The computer's name. */
  computer: string
  /** Cost of a new passphrase; today's when left out. */
  kdf?: Kdf
}

export const recordsVault = (folder: string, program: RecordsProgram): Vault =>
  new Vault({
    folder,
    ...program,
    begin: ({ companion: derived, ...made }) => beginTrail({ ...made, ...program, derived }),
  })

/**
 * Before one's own records are opened: a restore that was decided is finished. Null when there was none. Throws as the
 * disk does, and then nothing is opened and the next try goes on.
 */
export async function settleRestore(
  userData: string,
  { keychain, clock, logger }: RecordsProgram,
): Promise<Switched | null> {
  const places = switchPlaces(userData)
  const switched = await finishSwitch(places)
  if (switched === null) return null
  const inTime = answerInTime(keychain, clock)
  const name = await unlessMissing(folderName(places.records))
  if (switched === 'dropped') {
    if (name !== null) await forgetTrail(inTime, name)
    return null
  }
  const account = await keychainAccount(places)
  const named = account === null ? ok(null) : await nameAccountIn(inTime, places.records, account)
  const adopted = name === null || account === null || !named.ok ? named : await adoptTrail(inTime, name)
  // The next opening tries again; whoever works meanwhile is told that the audit record does not fit.
  if (adopted.ok) await endSwitch(places)
  else logger.error('The keychain does not know of the restored records', { code: adopted.failure.code })
  return switched
}

/** Of a vault that is open. Throws as storage does. */
export function openTrail(
  vault: Pick<Vault, 'database' | 'identity'>,
  program: RecordsProgram,
): Promise<AuditTrail> {
  const { companion: derived, openedWith: _openedWith, ...identity } = vault.identity()
  return AuditTrail.open({ ...identity, ...program, database: vault.database(), derived })
}
