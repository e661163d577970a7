/**
 * The audit record of records that come out of a backup: it goes on in a station of its own, because those in it may go on
 * elsewhere. What the keychain remembers of the folder and of how far the chains had come follows once the folders have
 * changed places. What it is to remember is kept in the keychain until then: whoever can only write the folder cannot pass
 * old records off as restored ones (F-620).
 */
import { z } from 'zod'
import { failed, ok, type Result } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { unguarded } from '../records/handles'
import { anchorAccount, keychainSecret } from './audit-keys'
import { createAudit } from './audit-service'
import { firstStation, folderAccount, rememberFolder } from './folder-memory'
import { telling, writeFirstAnchor, type NewTrail } from './new-trail'
import { registerStation } from './station'

const rememberedSchema = z.strictObject({ vaultId: z.string(), begin: z.string(), anchor: z.string() })
/** What the keychain is to remember; null where there is none. */
export type Remembered = z.infer<typeof rememberedSchema> | null

const account = (folderName: string) => `restored ${folderAccount(folderName)}`

/** `folderName`: of the folder that the records are going to be in. */
export type RestoredTrail = Omit<NewTrail, 'logger'> & {
  /** Who restores which backup. `personId`: of the people in these records. */
  by: { personId: string | null; subject: string }
}

/** Writes `backup.restored` into the staged records, behind everything that is in them, and their anchor file. */
export async function goOnWithTrail(options: RestoredTrail): Promise<Result<Remembered>> {
  const { database, vaultId, computer, derived, clock, appVersion, by } = options
  const found = derived ? ok(Buffer.from(derived)) : await keychainSecret(options.keychain, vaultId)
  if (!found.ok) return found
  const secret = found.value
  const registration = { vaultId, secret, name: computer, now: clock.now(), tell: telling(options) }
  const { station } = await database.transaction().execute(async (transaction) => {
    const handle = unguarded(transaction)
    const own = await registerStation(handle, registration, 'restored')
    const audit = createAudit({ clock, appVersion, chain: own.chain })
    await audit.record({ ...by, action: 'backup.restored', outcome: 'done' }, handle)
    return own
  })
  // Who opened the backup vouches for what is in it.
  const anchor = await writeFirstAnchor(options, secret, station.number)
  secret.fill(0)
  const begin = (await firstStation(unguarded(database))) ?? station.publicKey
  return ok(derived ? null : { vaultId, begin: begin.toString('hex'), anchor })
}

/** Before the folders change places. */
export async function announceTrail(
  keychain: Keychain,
  folderName: string,
  remembered: Remembered,
): Promise<Result<null>> {
  return remembered ? keychain.set(account(folderName), JSON.stringify(remembered)) : ok(null)
}

/** What was announced does not come about. */
export const forgetTrail = (keychain: Keychain, folderName: string): Promise<Result<boolean>> =>
  keychain.delete(account(folderName))

/** Once they have; may be done again. Without what was announced nothing is remembered, and what does not fit is found. */
export async function adoptTrail(keychain: Keychain, folderName: string): Promise<Result<null>> {
  const found = await keychain.get(account(folderName))
  if (!found.ok || found.value === null) return found.ok ? ok(null) : found
  const remembered = rememberedSchema.safeParse(parse(found.value))
  if (!remembered.success) return failed('unexpected')
  const { vaultId, begin, anchor } = remembered.data
  const kept = await keychain.set(anchorAccount(vaultId, folderName), anchor)
  if (!kept.ok) return kept
  const said = await rememberFolder(keychain, folderName, { vaultId, begin, settled: true, replaced: null })
  if (!said.ok) return said
  const removed = await keychain.delete(account(folderName))
  return removed.ok ? ok(null) : removed
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
