/**
 * Databases on the run's server. Making one takes as long as many a test, so one that was used is emptied and used again,
 * unless a test changed its tables.
 */
import { sql } from 'kysely'
import type { Database } from '../../../src/main/records/database'
import { openPostgres, type PostgresAddress } from '../../../src/main/records/engine/postgres'
import { migrate } from '../../../src/main/records/migrate'
import { migrations } from '../../../src/main/records/migrations/index'

/** `template`: a database with all tables. */
export type Place = Omit<PostgresAddress, 'database'> & { template: string; shape: string; emptied: string }

/** Once for a run. */
export async function makeTemplate(address: Omit<PostgresAddress, 'database'>): Promise<Place> {
  const template = 'yarrow_template'
  await create(address, template)
  const database = openPostgres({ ...address, database: template })
  await migrate(database, migrations)
  const made = { ...address, template, shape: await shapeOf(database), emptied: await emptied(database) }
  await database.destroy()
  return made
}

let made = 0
const used: string[] = []

export async function freshDatabase(place: Place) {
  const { name, database } = (await again(place)) ?? (await another(place))
  const dispose = async () => {
    await database.destroy()
    used.push(name)
  }
  return { database, dispose }
}

/** Null when there is none, or a test left other tables in it. */
async function again(place: Place) {
  const name = used.pop()
  if (name === undefined) return null
  const database = openPostgres({ ...place, database: name })
  if ((await shapeOf(database)) === place.shape) {
    await sql.raw(place.emptied).execute(database)
    return { name, database }
  }
  await database.destroy()
  return null
}

const nextName = () => `yarrow_${process.pid.toString()}_${(made += 1).toString()}`

/** Without tables; answers its name. */
export async function emptyDatabase(place: Place): Promise<string> {
  const name = nextName()
  await create(place, name)
  return name
}

async function another(place: Place) {
  const name = nextName()
  await create(place, name, place.template)
  return { name, database: openPostgres({ ...place, database: name }) }
}

async function create(address: Omit<PostgresAddress, 'database'>, name: string, template = 'template0') {
  const server = openPostgres({ ...address, database: 'postgres' })
  await sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(template)} STRATEGY FILE_COPY`.execute(server)
  await server.destroy()
}

/** Everything that a test could add, take away, replace or switch off. */
async function shapeOf(database: Database): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    SELECT concat_ws(' ', (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
      (SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped),
      (SELECT sum(oid::bigint) FROM pg_trigger WHERE tgenabled = 'O')) AS shape`.execute(database)
  return rows[0]?.shape ?? ''
}

/** What makes the tables as they were made: empty, but for what the migrations put in. */
async function emptied(database: Database): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'`.execute(
    database,
  )
  const filled: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ rows: string | null }>`
      SELECT json_agg(t)::text AS rows FROM ${sql.table(name)} t`.execute(database)
    const put = rows[0]?.rows?.replaceAll("'", "''")
    if (put !== undefined)
      filled.push(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, '${put}')`)
  }
  return [
    // Neither references nor triggers that refuse.
    'SET session_replication_role = replica',
    ...tables.map(({ name }) => `DELETE FROM ${name}`),
    ...filled,
    'SET session_replication_role = DEFAULT',
  ].join(';')
}
