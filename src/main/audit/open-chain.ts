/**
 * Opening the record: finds the key, goes on with the chain or begins one, and compares the anchor file. Whatever is
 * found, the practice gets at its records; what is wrong is told, loudly (F-620). A keychain that does not answer is not
 * a lost key: then the rows of this run are linked under a key of the moment, and nothing is written over.
 */
import { failed, type Failure } from '../../shared/failures'
import type { Keychain } from '../keychain/keychain'
import { newKey } from '../sealing/seal'
import type { Database, DatabaseOrTransaction } from '../storage/database'
import { readAnchor } from './anchor'
import { keychainSecret } from './audit-keys'
import { adoptRows, beginOf, headOf, type Chain } from './chain'
import type { RowMac } from './row-mac'
import type { Finding } from './verify-rows'

/** `kept` false: made for this run only, because of `failure`. */
export type Secret = { secret: Buffer; kept: boolean; failure: Failure | null }

/** `derived`: of the vault's passphrase; null where the keychain has the secret. */
export async function findSecret(
  keychain: Keychain,
  vaultId: string,
  derived: Buffer | null,
): Promise<Secret> {
  if (derived) return { secret: Buffer.from(derived), kept: true, failure: null }
  const found = await keychainSecret(keychain, vaultId).catch(() => failed('keychain-absent'))
  if (found.ok) return { secret: found.value, kept: true, failure: null }
  return { secret: newKey(), kept: false, failure: found.failure }
}

/** Why a chain was begun. `key-back`: the key that was out of reach for a run, or several, is there again. */
export type Begun = 'first' | 'adopted' | 'chain-missing' | 'key-lost' | 'key-unreachable' | 'key-back'

export type OpenedChain = {
  chain: Chain
  /** Null when the chain that was there went on. */
  begun: Begun | null
  /** No row came after the beginning yet, so that there need not be an anchor. */
  fresh: boolean
}

type Options = {
  vaultId: string
  mac: RowMac
  kept: boolean
  /** Writes down that a chain begins, as its first new row. */
  told: (within: DatabaseOrTransaction, chain: Chain, begun: Begun) => Promise<void>
}

/** Begins where there is none that our key continues. All of it in one transaction, or nothing. */
export function openChain(database: Database, options: Options): Promise<OpenedChain> {
  const { vaultId, mac, kept, told } = options
  return database.transaction().execute(async (within) => {
    const chains = await within.selectFrom('auditChain').selectAll().orderBy('firstSeq', 'desc').execute()
    const head = await headOf(within)
    const isOurs = async ({ firstSeq, beginMac }: (typeof chains)[number]) =>
      beginOf(mac, vaultId, firstSeq, await linkBefore(within, firstSeq)).equals(beginMac)
    const [newest, ...older] = chains
    if (newest && (await isOurs(newest))) {
      const { firstSeq, beginMac: begin, adopted } = newest
      const fresh = (head?.seq ?? 0) <= firstSeq + adopted
      return { chain: { mac, firstSeq, begin }, begun: null, fresh }
    }
    const none = !newest && !head
    const firstSeq = none ? 1 : await nextSeq(within)
    const begin = beginOf(mac, vaultId, firstSeq, head?.mac ?? null)
    const chain = { mac, firstSeq, begin }
    const adopted = none ? await adoptRows(within, chain) : 0
    await within.insertInto('auditChain').values({ firstSeq, adopted, beginMac: begin }).execute()
    let begun: Begun = adopted > 0 ? 'adopted' : 'first'
    if (!kept) begun = 'key-unreachable'
    else if (!newest) begun = none ? begun : 'chain-missing'
    else {
      const known = await Promise.all(older.map(isOurs))
      begun = known.includes(true) ? 'key-back' : 'key-lost'
    }
    await told(within, chain, begun)
    return { chain, begun, fresh: none }
  })
}

async function linkBefore(within: DatabaseOrTransaction, seq: number): Promise<Buffer | null> {
  const before = await within
    .selectFrom('auditLink')
    .select('mac')
    .where('seq', '<', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return before?.mac ?? null
}

/** The number that the next row will have. */
async function nextSeq(within: DatabaseOrTransaction): Promise<number> {
  const { seq } = await within
    .selectFrom('auditEvent')
    .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
    .executeTakeFirstOrThrow()
  return (seq ?? 0) + 1
}

export type AnchorReading = 'absent' | 'damaged' | { seq: number; mac: string }

export const readingOf = (mac: RowMac, vaultId: string, text: string | null): AnchorReading => {
  if (text === null) return 'absent'
  return readAnchor(mac, vaultId, text)?.head ?? 'damaged'
}

/** What an anchor says about the rows. `mayBeAbsent`: nothing was ever noted yet. */
export async function compareAnchor(
  database: DatabaseOrTransaction,
  anchor: AnchorReading,
  mayBeAbsent: boolean,
): Promise<Finding | null> {
  const head = await headOf(database)
  const behind = (head?.seq ?? 0) + 1
  if (anchor === 'absent') return mayBeAbsent ? null : { kind: 'anchor-missing', seq: behind }
  if (anchor === 'damaged') return { kind: 'anchor-damaged', seq: behind }
  if (anchor.seq === 0) return null
  if (anchor.seq >= behind) return { kind: 'rolled-back', seq: behind }
  const link = await database
    .selectFrom('auditLink')
    .select('mac')
    .where('seq', '=', anchor.seq)
    .executeTakeFirst()
  return link?.mac.toString('hex') === anchor.mac ? null : { kind: 'replaced', seq: anchor.seq }
}
