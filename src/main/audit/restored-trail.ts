/**
 * The audit record of records that come out of a backup: it goes on where it was, or says why it cannot, and what the
 * keychain remembers of the folder and of how far the record had come follows once the folders have changed places. What it
 * is to remember is kept in the keychain until then: whoever can only write the folder cannot pass old records off as
 * restored ones (F-620).
 */
import { z } from 'zod'
import { failed, ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import type { Keychain } from '../platform/keychain/keychain'
import type { Database } from '../records/database'
import { unguarded } from '../records/handles'
import { writeWhole } from '../records/vault-files'
import { anchorText } from './anchor'
import { anchorAccount, chainKey, keyAccount, keychainSecret } from './audit-keys'
import { createAudit } from './audit-service'
import { headOf } from './chain'
import { chainAccount, rememberChain } from './chain-memory'
import { openChain } from './open-chain'
import { RowMac } from './row-mac'

const rememberedSchema = z.strictObject({ vaultId: z.string(), begin: z.string(), anchor: z.string() })
/** What the keychain is to remember; null where there is none. */
export type Remembered = z.infer<typeof rememberedSchema> | null

const account = (folderName: string) => `restored ${chainAccount(folderName)}`

export type RestoredTrail = {
  database: Database
  vaultId: string
  anchorFile: string
  /** As for a new trail (begin-trail.ts). */
  derived: Buffer | null
  /** What the chain was made with where the backup was made; null when that was out of reach. */
  secret: Buffer | null
  keychain: Keychain
  clock: Clock
  appVersion: string
  /** Who restores which backup. `personId`: of the people in these records. */
  by: { personId: string | null; subject: string }
}

/** Writes `backup.restored` into the staged records, behind everything that is in them, and their anchor file. */
export async function goOnWithTrail(options: RestoredTrail): Promise<Result<Remembered>> {
  const { database, vaultId, anchorFile, derived, clock, appVersion, by } = options
  const found = derived ? ok(Buffer.from(derived)) : await secretFor(options)
  if (!found.ok) return found
  const mac = new RowMac(chainKey(found.value))
  found.value.fill(0)
  const { chain } = await openChain(database, {
    vaultId,
    mac,
    kept: true,
    told: (within, begun) =>
      createAudit({ clock, appVersion, chain: begun }).record(
        { personId: null, action: 'audit.begun', subject: 'restored', outcome: 'done' },
        within,
      ),
  })
  const audit = createAudit({ clock, appVersion, chain })
  const head = await database.transaction().execute(async (transaction) => {
    const handle = unguarded(transaction)
    await audit.record({ ...by, action: 'backup.restored', outcome: 'done' }, handle)
    return headOf(handle)
  })
  if (!head) throw new Error('The row has its link')
  const position = { seq: head.seq, mac: head.mac.toString('hex') }
  const anchor = anchorText(mac, { format: 1, vaultId, head: position, verified: null, fullAt: null })
  await writeWhole(anchorFile, anchor)
  if (derived) return ok(null)
  const first = await database
    .selectFrom('auditChain')
    .select('beginMac')
    .where('firstSeq', '=', 1)
    .executeTakeFirst()
  return ok({ vaultId, begin: (first?.beginMac ?? chain.begin).toString('hex'), anchor })
}

/** The keychain's own, which other copies of these records go on with; else that of the backup, kept from now on. */
async function secretFor({ keychain, vaultId, secret }: RestoredTrail): Promise<Result<Buffer>> {
  const found = await keychain.get(keyAccount(vaultId))
  if (!found.ok) return found
  if (found.value === null && secret) {
    const written = await keychain.set(keyAccount(vaultId), secret.toString('hex'))
    if (!written.ok) return written
  }
  return keychainSecret(keychain, vaultId)
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
  const kept = await keychain.set(anchorAccount(vaultId), anchor)
  if (!kept.ok) return kept
  const said = await rememberChain(keychain, folderName, { vaultId, begin, settled: true, replaced: null })
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
