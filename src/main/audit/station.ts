/**
 * Which station this is. A station is one folder of one OS account on one computer: it has a number and a chain of its own,
 * and goes on with it for as long as the anchor beside the records says so. Everything else, a copy of the folder, restored
 * records, a secret that is lost, begins another one, so that no chain is ever written from two places.
 *
 * Whatever is found, the practice gets at its records; what is wrong is told, loudly (F-620). A keychain that does not
 * answer is not a lost key: then the rows of this run are a station's under a key of the moment.
 */
import { createHash, randomUUID } from 'node:crypto'
import { failed, type Failure } from '../../shared/failures'
import { newKey } from '../platform/crypto/seal'
import type { Keychain } from '../platform/keychain/keychain'
import { nextNumber, skipNumbers } from '../records/counters'
import type { Database } from '../records/database'
import { unguarded, type Reading, type Writing } from '../records/handles'
import { untilNoConflict } from '../records/unit-of-work'
import type { Anchor } from './anchor'
import { chainMac, keychainSecret, stationSigningKey, type SigningKey } from './audit-keys'
import { StationChain, type Chain, type Station } from './chain'
import type { RowMac } from './row-mac'

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

/** What a station is tied to: a folder on a computer. In the anchor, and told to nobody. */
export const placeOf = (computer: string, folderName: string): string =>
  createHash('sha256')
    .update(JSON.stringify([computer, folderName]))
    .digest('hex')

/**
 * Why a station began. `first`: with the records. `joined`: a computer that is new to records on a server. `copied`,
 * `restored`: the records come from another place. `anchor-…`: nothing says which station this is.
 */
export type Begun =
  | 'first'
  | 'joined'
  | 'copied'
  | 'restored'
  | 'chain-missing'
  | 'key-lost'
  | 'key-unreachable'
  | 'anchor-missing'
  | 'anchor-damaged'

export type OwnStation = { station: Station; mac: RowMac; signing: SigningKey; chain: StationChain }

const ownStation = (secret: Buffer, vaultId: string, of: Omit<Station, 'publicKey'>): OwnStation => {
  const mac = chainMac(secret, of.id)
  const signing = stationSigningKey(secret, of.id)
  const station = { ...of, publicKey: signing.publicKey }
  return { station, mac, signing, chain: new StationChain(mac, vaultId, station) }
}

export type Registration = {
  vaultId: string
  secret: Buffer
  /** The computer's name. */
  name: string
  now: number
  /** Writes down that the station begins, as its first row. */
  tell: (handle: Writing, chain: Chain, begun: Begun) => Promise<void>
}

/** A new station, with its first row. In a transaction. */
export async function registerStation(
  handle: Writing,
  { vaultId, secret, name, now, tell }: Registration,
  begun: Begun,
): Promise<OwnStation> {
  const own = ownStation(secret, vaultId, { number: await newNumber(handle), id: randomUUID() })
  await handle
    .insertInto('auditStation')
    .values({ ...own.station, name, since: now })
    .execute()
  await tell(handle, own.chain, begun)
  return own
}

/** Of two stations that begin at a time the counter lets one wait; nor is a number that rows have given again. */
async function newNumber(handle: Writing): Promise<number> {
  const { highest } = await handle
    .selectFrom('auditStation')
    .select(({ fn }) => fn.max<number | null>('number').as('highest'))
    .executeTakeFirstOrThrow()
  const { written } = await handle
    .selectFrom('auditEvent')
    .select(({ fn }) => fn.max<number | null>('station').as('written'))
    .executeTakeFirstOrThrow()
  await skipNumbers(handle, 'audit-station', Math.max(highest ?? 0, written ?? 0))
  return nextNumber(handle, 'audit-station')
}

type Opening = Registration & {
  kept: boolean
  place: string
  /** What stands beside the records. */
  anchor: Anchor | 'absent' | 'damaged'
  /** Nothing stands there yet, and that is no wonder: this computer is new to records on a server. */
  joins: boolean
}

/** `macs`: of every station that this computer is or was, with its number. `begun`: null when the station goes on. */
export type OpenedStation = { own: OwnStation; macs: Map<number, RowMac>; begun: Begun | null }

/** Goes on as the station that this is, or begins another one. All of it or nothing. */
export async function openStation(database: Database, options: Opening): Promise<OpenedStation> {
  const { vaultId, secret, kept, place, anchor } = options
  const stations = await stationsOf(unguarded(database))
  const ours = kept ? stations.filter(({ id, publicKey }) => isOurs(secret, id, publicKey)) : []
  const macs = new Map(ours.map(({ number, id }) => [number, chainMac(secret, id)]))
  const here = typeof anchor === 'object' && anchor.place === place ? anchor : null
  const same = here && ours.find(({ number }) => number === here.station)
  if (same) return { own: ownStation(secret, vaultId, same), macs, begun: null }
  const why = (): Begun => {
    if (!kept) return 'key-unreachable'
    if (stations.length === 0 || here) return 'chain-missing'
    if (options.joins) return 'joined'
    if (ours.length === 0) return 'key-lost'
    return typeof anchor === 'object' ? 'copied' : `anchor-${anchor === 'absent' ? 'missing' : 'damaged'}`
  }
  const begun = why()
  const own = await untilNoConflict(() =>
    database.transaction().execute((within) => registerStation(unguarded(within), options, begun)),
  )
  return { own, macs: macs.set(own.station.number, own.mac), begun }
}

const isOurs = (secret: Buffer, id: string, publicKey: Buffer) =>
  stationSigningKey(secret, id).publicKey.equals(publicKey)

const stationsOf = (database: Reading): Promise<Station[]> =>
  database.selectFrom('auditStation').select(['number', 'id', 'publicKey']).orderBy('number').execute()
