/** Proves: schema 5 allows a person one connection in use and one pending, and a Fullscript account one person. */
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../database'
import type { FullscriptConnectionTable } from '../schema'
import { temporaryDatabase } from '../temporary-database'

const connection = {
  personId: 'p1',
  environment: 'us',
  status: 'connected' as const,
  version: 1,
  ownerId: 'o1',
  ownerType: 'Practitioner' as const,
  ownerName: '',
  clinicId: null,
  scopes: '',
  accessTokenSealed: Buffer.from('sealed'),
  refreshTokenSealed: null,
  previousRefreshTokenSealed: null,
  firstUsedAt: null,
  issuedAt: '2026-01-05T09:00:00Z',
  receivedAt: 1,
  expiresIn: null,
  connectedAt: 1,
}

async function withPeople() {
  const { database, dispose } = await temporaryDatabase(5)
  onTestFinished(dispose)
  for (const id of ['p1', 'p2']) {
    await database
      .insertInto('person')
      .values({
        id,
        username: id,
        displayName: id,
        credentials: '',
        npi: '',
        role: 'staff',
        active: 1,
        createdAt: 1,
      })
      .execute()
  }
  return database
}

const insert = (database: Database, changes: Partial<FullscriptConnectionTable>) =>
  database
    .insertInto('fullscriptConnection')
    .values({ ...connection, ...changes })
    .execute()

test('schema 5: one connection in use and one pending for a person and an environment', async () => {
  const database = await withPeople()
  await insert(database, {})
  await insert(database, { status: 'pending' })
  await expect(insert(database, { status: 'reconnect', ownerId: 'o2' })).rejects.toThrow('UNIQUE')
  await expect(insert(database, { status: 'pending', ownerId: 'o2' })).rejects.toThrow('UNIQUE')
  await insert(database, { environment: 'ca' })
})

test('schema 5: a Fullscript account belongs to one person, but may be pending for another', async () => {
  const database = await withPeople()
  await insert(database, {})
  await expect(insert(database, { personId: 'p2' })).rejects.toThrow('UNIQUE')
  await insert(database, { personId: 'p2', status: 'pending' })
  await expect(insert(database, { personId: 'p3' })).rejects.toThrow()
})

test('schema 5: one environment is the chosen one', async () => {
  const database = await withPeople()
  const application = {
    environment: 'us',
    chosen: 1 as const,
    hosts: null,
    clientId: '',
    clientSecretSealed: null,
    clientSecretSetAt: null,
    publicKey: '',
    originUri: '',
    wayBack: 'loopback',
    loopbackPorts: '[]',
    updatedAt: 1,
  }
  await database.insertInto('fullscriptApplication').values(application).execute()
  await expect(
    database
      .insertInto('fullscriptApplication')
      .values({ ...application, environment: 'ca' })
      .execute(),
  ).rejects.toThrow('UNIQUE')
})
