/** Proves: schema 15 keeps apps as they were, one connection for each clinic, and no Fullscript user for two people. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 15: apps stay person by person; a clinic is connected once, a user chosen once', async () => {
  const { database, dispose } = await temporaryDatabase(14)
  onTestFinished(dispose)
  await sql`INSERT INTO fullscript_application
    (environment, chosen, client_id, public_key, origin_uri, way_back, loopback_ports, updated_at)
    VALUES ('us', 1, 'id', 'key', '', 'loopback', '', 1)`.execute(database)
  for (const id of ['p', 'q'])
    await sql`INSERT INTO person VALUES (${id}, ${id}, ${id}, '', '', 1, 1, 'practitioner')`.execute(database)
  await migrate(database, migrations.slice(0, 15))
  const kept = await database.selectFrom('fullscriptApplication').select('authorization').execute()
  expect(kept).toEqual([{ authorization: 'person' }])

  const clinic = (status: string, person: string, clinicId: string | null, type = 'Clinic') =>
    sql`INSERT INTO fullscript_clinic_connection
      (person_id, environment, status, version, owner_id, owner_type, owner_name, clinic_id, scopes,
        access_token_sealed, issued_at, received_at, connected_at)
      VALUES (${person}, 'us', ${status}, 1, 'o', ${type}, '', ${clinicId}, '', x'00', '', 1, 1)`.execute(
      database,
    )
  await clinic('pending', 'p', null)
  await expect(clinic('pending', 'p', null)).rejects.toThrow('UNIQUE')
  await clinic('connected', 'p', 'meadow')
  await expect(clinic('reconnect', 'q', 'meadow')).rejects.toThrow('UNIQUE')
  await expect(clinic('connected', 'p', null)).rejects.toThrow('CHECK')
  await expect(clinic('connected', 'q', 'harbor', 'Staff')).rejects.toThrow('CHECK')

  const user = (person: string, id: string) =>
    sql`INSERT INTO fullscript_user VALUES (${person}, 'us', 'meadow', ${id}, 'Staff', 'Priya', 'p', 1)`.execute(
      database,
    )
  await user('p', 'one')
  await expect(user('q', 'one')).rejects.toThrow('UNIQUE')
  await expect(user('p', 'two')).rejects.toThrow('UNIQUE')
})
