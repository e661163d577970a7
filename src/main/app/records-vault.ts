/** A vault whose records have their audit record from the first moment, and opening that record again. */
import { AuditTrail } from '../audit/audit-trail'
import { beginTrail } from '../audit/begin-trail'
import type { Clock } from '../platform/clock/clock'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { Kdf } from '../platform/crypto/derive-key'
import type { RecordsEngine } from '../records/engine/engine'
import { Vault } from '../records/vault'

export type RecordsProgram = {
  engine: RecordsEngine
  keychain: Keychain
  clock: Clock
  logger: Logger
  appVersion: string
  /** Cost of a new passphrase; today's when left out. */
  kdf?: Kdf
}

export const recordsVault = (folder: string, program: RecordsProgram): Vault =>
  new Vault({
    folder,
    ...program,
    begin: ({ companion: derived, ...made }) => beginTrail({ ...made, ...program, derived }),
  })

/** Of a vault that is open. Throws as storage does. */
export function openTrail(
  vault: Pick<Vault, 'database' | 'identity'>,
  program: RecordsProgram,
): Promise<AuditTrail> {
  const { companion: derived, openedWith: _openedWith, ...identity } = vault.identity()
  return AuditTrail.open({ ...identity, ...program, database: vault.database(), derived })
}
