/**
 * Opening the record: finds the key, goes on with the chain, and compares the anchor file. A chain begins with the
 * records (begin-trail.ts): one that is not there was taken away, and rows without links never get any afterwards.
 * Whatever is found, the practice gets at its records; what is wrong is told, loudly (F-620). A keychain that does not
 * answer is not a lost key: then the rows of this run are linked under a key of the moment, and nothing is written over.
 */
import { unguarded } from '../records/handles'
import { failed, type Failure } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { newKey } from '../platform/crypto/seal'
import type { Database } from '../records/database'
import type { Reading, Writing } from '../records/handles'
import { readAnchor } from './anchor'
import { keychainSecret } from './audit-keys'
import { beginOf, headOf, nextSeq, type Chain } from './chain'
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

/**
 * Why a chain was begun. `first`: with the records. `key-back`: the key that was out of reach for a run, or several, is
 * there again.
 */
export type Begun = 'first' | 'chain-missing' | 'key-lost' | 'key-unreachable' | 'key-back'

/** `begun`: null when the chain that was there went on. */
export type OpenedChain = { chain: Chain; begun: Begun | null }

type Options = {
  vaultId: string
  mac: RowMac
  kept: boolean
  /** Writes down that a chain begins, as its first new row. */
  told: (within: Writing, chain: Chain, begun: Begun) => Promise<void>
}

/** The chain of new records. In the transaction of its first row. */
export async function beginChain(
  within: Writing,
  { vaultId, mac, told }: Omit<Options, 'kept'>,
): Promise<void> {
  const chain = { mac, firstSeq: 1, begin: beginOf(mac, vaultId, 1, null) }
  await within.insertInto('auditChain').values({ firstSeq: 1, beginMac: chain.begin }).execute()
  await told(within, chain, 'first')
}

/** Begins another where our key continues none, behind every row that is there. All of it in one transaction, or nothing. */
export function openChain(database: Database, options: Options): Promise<OpenedChain> {
  const { vaultId, mac, kept, told } = options
  return database.transaction().execute(async (transaction) => {
    const within = unguarded(transaction)
    const firstSeq = await nextSeq(within)
    const chains = await within.selectFrom('auditChain').selectAll().orderBy('firstSeq', 'desc').execute()
    const isOurs = async ({ firstSeq, beginMac }: (typeof chains)[number]) =>
      beginOf(mac, vaultId, firstSeq, await linkBefore(within, firstSeq)).equals(beginMac)
    const [newest, ...older] = chains
    if (newest && (await isOurs(newest))) {
      const { firstSeq, beginMac: begin } = newest
      return { chain: { mac, firstSeq, begin }, begun: null }
    }
    const chain = {
      mac,
      firstSeq,
      begin: beginOf(mac, vaultId, firstSeq, await linkBefore(within, firstSeq)),
    }
    await within.insertInto('auditChain').values({ firstSeq, beginMac: chain.begin }).execute()
    let begun: Begun = 'key-lost'
    if (!kept) begun = 'key-unreachable'
    else if (!newest) begun = 'chain-missing'
    else if ((await Promise.all(older.map(isOurs))).includes(true)) begun = 'key-back'
    await told(within, chain, begun)
    return { chain, begun }
  })
}

async function linkBefore(within: Reading, seq: number): Promise<Buffer | null> {
  const before = await within
    .selectFrom('auditLink')
    .select('mac')
    .where('seq', '<', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return before?.mac ?? null
}

export type AnchorReading = 'absent' | 'damaged' | { seq: number; mac: string }

export const readingOf = (mac: RowMac, vaultId: string, text: string | null): AnchorReading => {
  if (text === null) return 'absent'
  return readAnchor(mac, vaultId, text)?.head ?? 'damaged'
}

/** What an anchor says about the rows. `mayBeAbsent`: nothing may ever have been noted there. */
export async function compareAnchor(
  database: Reading,
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
