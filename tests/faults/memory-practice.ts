/**
 * A demo practice whose keys the test knows: made by the test itself in the real vault of a folder, with the real
 * keychain, before Yarrow opens it. June's password is new and random, so that no source file has it.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../../src/main/clock/clock'
import { KeytarKeychain } from '../../src/main/keychain/keytar-keychain'
import { silentLogger as logger } from '../../src/main/logging/logger'
import { unwrapKeys, wrapKeys } from '../../src/main/people/password'
import { findActiveByUsername, readCredential } from '../../src/main/people/people-repository'
import { SecondFactor } from '../../src/main/people/second-factor'
import { DEMO_PASSWORD, seedDemoPractice } from '../../src/main/practice/demo-practice'
import { deriveKey, secretBytes } from '../../src/main/sealing/derive-key'
import type { Database } from '../../src/main/storage/database'
import { openTrail, recordsVault } from '../../src/main/startup/records-vault'
import { accountFor } from '../../src/main/storage/vault-key'
import { authenticatorCode } from '../support/accounts'

const APP_VERSION = '0.0.0'
const keychain = new KeytarKeychain('Yarrow test')

export type PracticeSecrets = {
  password: string
  /** Argon2id of the password: opens the person's key, given the file. */
  passwordKey: Buffer
  personKey: Buffer
  practiceKey: Buffer
  databaseKey: Buffer
}

/** Of June's second factor, when she has one. `secret`: in base32. */
export type FactorSecrets = { secret: string; backupCodes: string[] }

type Made = { secrets: PracticeSecrets; factor: FactorSecrets | null }

export async function makePractice(
  userData: string,
  { secondFactor }: { secondFactor: boolean },
): Promise<Made> {
  const folder = join(userData, 'demo-records')
  const program = { keychain, clock: systemClock, appVersion: APP_VERSION, logger }
  const vault = recordsVault(folder, program)
  const state = await vault.open()
  if (state.state !== 'open') throw new Error(`The vault is ${state.state}`)
  try {
    const database = vault.database()
    const trail = await openTrail(vault, program)
    const seeded = await seedDemoPractice({ ...program, database, chain: trail.chain })
    await trail.close()
    if (!seeded.ok) throw new Error(`The practice was not made: ${seeded.failure.code}`)
    const stored = await keychain.get(await accountFor(folder))
    if (!stored.ok || stored.value === null) throw new Error('The keychain has no key')
    const { personId, ...own } = await newPassword(database, 'june')
    const factor = secondFactor ? await turnOnFactor(database, personId, own.personKey) : null
    return { secrets: { ...own, databaseKey: Buffer.from(stored.value, 'hex') }, factor }
  } finally {
    await vault.close()
  }
}

async function newPassword(database: Database, username: string) {
  const person = await findActiveByUsername(database, username)
  if (!person) throw new Error(`There is no ${username}`)
  const before = await readCredential(database, person.id)
  const keys = before && (await unwrapKeys(person.id, DEMO_PASSWORD, before))
  const password = randomBytes(18).toString('base64url')
  const credential = keys && (await wrapKeys(person.id, password, keys))
  const typed = secretBytes(password)
  const passwordKey = credential && typed && (await deriveKey(typed, credential.salt, credential.kdf))
  if (!passwordKey) throw new Error('The password cannot be changed')
  const { kdf, ...wrapped } = credential
  await database
    .updateTable('personCredential')
    .set({ ...wrapped, kdfMemoryKib: kdf.memoryKib, kdfPasses: kdf.passes, kdfLanes: kdf.lanes })
    .where('personId', '=', person.id)
    .execute()
  return { personId: person.id, password, passwordKey, ...keys }
}

async function turnOnFactor(database: Database, personId: string, personKey: Buffer): Promise<FactorSecrets> {
  const factor = new SecondFactor(database, systemClock)
  const { secret } = factor.offer('made by the test', 'Yarrow', 'june')
  const session = { id: 'made by the test', personId, personKey }
  const confirmed = factor.confirm(session, authenticatorCode(secret, Date.now()))
  if (!confirmed) throw new Error('The second factor was not taken')
  await confirmed.finish(database)
  return { secret, backupCodes: confirmed.backupCodes }
}
