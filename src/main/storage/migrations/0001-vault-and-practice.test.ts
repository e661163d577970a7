/** Proves: schema 1 has a sentinel and a practice, of each of which there can be one only. */
import { expect, onTestFinished, test } from 'vitest'
import { schemaVersion } from '../migrate'
import { temporaryDatabase } from '../temporary-database'

test('schema 1: one sentinel and one practice', async () => {
  const { database, dispose } = await temporaryDatabase(1)
  onTestFinished(dispose)
  expect(await schemaVersion(database)).toBe(1)

  const vault = { id: 1 as const, vaultId: 'v', createdAt: 1, createdByVersion: '0' }
  await database.insertInto('vault').values(vault).execute()
  await expect(
    database
      .insertInto('vault')
      .values({ ...vault, id: 2 as 1 })
      .execute(),
  ).rejects.toThrow('CHECK')

  const practice = { id: 1 as const, name: 'Meadowlark', region: 'US' as const, demo: 0 as const }
  await database.insertInto('practice').values(practice).execute()
  await expect(database.insertInto('practice').values(practice).execute()).rejects.toThrow('UNIQUE')
  await expect(
    database
      .updateTable('practice')
      .set({ region: 'UK' as 'US' })
      .execute(),
  ).rejects.toThrow('CHECK')
})
