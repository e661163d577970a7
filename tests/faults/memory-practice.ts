/**
 * A demo practice whose keys the test knows: made by the test itself in the real vault of a folder, with the real
 * keychain, before Yarrow opens it. June's password is new and random, so that no source file has it.
 */
import { unguarded } from '../../src/main/records/handles'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../../src/main/platform/clock/clock'
import { KeytarKeychain } from '../../src/main/platform/keychain/keytar-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { unwrapKeys, wrapKeys } from '../../src/main/identity/password'
import { findActiveByUsername, readCredential } from '../../src/main/identity/people-repository'
import { DEMO_PASSWORD, seedDemoPractice } from '../../src/main/practice/demo-practice'
import { deriveKey, secretBytes } from '../../src/main/platform/crypto/derive-key'
import type { Database } from '../../src/main/records/database'
import { openTrail, recordsVault } from '../../src/main/app/records-vault'
import { recordsWorker } from '../support/records-worker'

const APP_VERSION = '0.0.0'
const keychain = new KeytarKeychain('Yarrow test')

export type PracticeSecrets = {
  password: string
  /** Argon2id of the password: opens the person's key, given the file. */
  passwordKey: Buffer
  personKey: Buffer
  practiceKey: Buffer
}

export async function makePractice(userData: string): Promise<PracticeSecrets> {
  const folder = join(userData, 'demo-records')
  const program = {
    engine: recordsWorker,
    keychain,
    clock: systemClock,
    computer: 'front-desk',
    appVersion: APP_VERSION,
    logger,
  }
  const vault = recordsVault(folder, program)
  const state = await vault.open()
  if (state.state !== 'open') throw new Error(`The vault is ${state.state}`)
  try {
    const database = vault.database()
    const trail = await openTrail(vault, program)
    const seeded = await seedDemoPractice({ ...program, database, chain: trail.chain })
    await trail.close()
    if (!seeded.ok) throw new Error(`The practice was not made: ${seeded.failure.code}`)
    return await newPassword(database, 'june')
  } finally {
    await vault.close()
  }
}

async function newPassword(database: Database, username: string): Promise<PracticeSecrets> {
  const person = await findActiveByUsername(unguarded(database), username)
  if (!person) throw new Error(`There is no ${username}`)
  const before = await readCredential(unguarded(database), person.id)
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
  return { password, passwordKey, personKey: keys.personKey, practiceKey: keys.practiceKey }
}
