/** Proves: schema 22 leaves no practice with a random port, keeps ports that were chosen, and adds what "Add plan" opens. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 22: any port becomes the two that are registered; chosen ones and the rest of the row stay', async () => {
  const { database, dispose } = await temporaryDatabase(21)
  onTestFinished(dispose)
  for (const [environment, ports] of [
    ['us', ''],
    ['ca', '50000'],
  ])
    await sql`INSERT INTO fullscript_application
      (environment, chosen, client_id, public_key, origin_uri, way_back, loopback_ports, updated_at)
      VALUES (${environment}, 0, 'client', 'key', 'https://app.yarrow.localhost', 'loopback', ${ports}, 1)`.execute(
      database,
    )
  await migrate(database, migrations.slice(0, 22))
  const rows = await database.selectFrom('fullscriptApplication').selectAll().orderBy('environment').execute()
  const kept = { clientId: 'client', publicKey: 'key', feature: 'treatmentPlan' }
  expect(rows).toMatchObject([
    { environment: 'ca', loopbackPorts: '50000', ...kept },
    { environment: 'us', loopbackPorts: '28471,28571', ...kept },
  ])
  const other = database.updateTable('fullscriptApplication').set({ feature: 'catalog' as 'platform' })
  await expect(other.execute()).rejects.toThrow('CHECK')
})
