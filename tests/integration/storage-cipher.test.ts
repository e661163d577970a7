/**
 * Proves: what is on disk is SQLCipher 4 and nothing of it is readable, by an independent reading of the format with
 * Node's crypto; and that only the right key opens it.
 */
import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DatabaseFromFuture } from '../../src/main/records/database-errors'
import { migrate } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { recordsWorker } from '../support/records-worker'

const KEY = Buffer.from('0123456789abcdef'.repeat(4), 'hex')
const CANARY = 'Quillfeather-Canary-7f3a'

async function databaseWithCanary() {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = join(folder, 'yarrow.db')
  const database = await recordsWorker.open({ file, key: KEY, mode: 'create', newestVersion: NEWEST_VERSION })
  onTestFinished(() => database.destroy())
  await migrate(database, migrations)
  await database.insertInto('practice').values({ id: 1, name: CANARY, region: 'US', demo: 0 }).execute()
  return { folder, file, database }
}

/** Every file of the folder, in every spelling a leak could have. */
function occurrences(folder: string): string[] {
  const spellings = [
    Buffer.from(CANARY),
    Buffer.from(CANARY, 'utf16le'),
    Buffer.from(CANARY.toLowerCase()),
    Buffer.from(Buffer.from(CANARY).toString('hex')),
    KEY,
    Buffer.from(KEY.toString('hex')),
  ]
  return readdirSync(folder).filter((name) => {
    const bytes = readFileSync(join(folder, name))
    return spellings.some((spelling) => bytes.includes(spelling))
  })
}

/** Page 1 by the SQLCipher 4 format: salt, AES-256-CBC, IV and HMAC-SHA512 in the last 80 bytes. */
function firstPage(file: string, key: Buffer) {
  const page = readFileSync(file).subarray(0, 4096)
  const salt = page.subarray(0, 16)
  const macKey = pbkdf2Sync(
    key,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  )
  const pageNumber = Buffer.from([1, 0, 0, 0])
  const authentic = createHmac('sha512', macKey)
    .update(page.subarray(16, 4096 - 64))
    .update(pageNumber)
    .digest()
    .equals(page.subarray(4096 - 64))
  const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(4096 - 80, 4096 - 64))
  decipher.setAutoPadding(false)
  const text = Buffer.concat([decipher.update(page.subarray(16, 4096 - 80)), decipher.final()])
  return { authentic, text }
}

describe('at rest', () => {
  test('S-20, 164.312(a)(2)(iv), 170.315(d)(7): a canary is in neither the file, its log nor its index, before and after closing', async () => {
    const { folder, database } = await databaseWithCanary()
    expect(readdirSync(folder)).toContain('yarrow.db-wal')
    expect(occurrences(folder)).toEqual([])
    await database.destroy()
    expect(readdirSync(folder)).toEqual(['yarrow.db'])
    expect(occurrences(folder)).toEqual([])
  })

  test('the search itself finds a canary when there is one', async () => {
    const { folder } = await databaseWithCanary()
    writeFileSync(join(folder, 'leak'), `x${CANARY}x`)
    expect(occurrences(folder)).toEqual(['leak'])
  })

  test('the header is not that of plain SQLite', async () => {
    const { file, database } = await databaseWithCanary()
    await database.destroy()
    expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3')
  })

  test('the file is SQLCipher 4: its first page authenticates and decrypts by an independent reading', async () => {
    const { file, database } = await databaseWithCanary()
    await database.destroy()
    const { authentic, text } = firstPage(file, KEY)
    expect(authentic).toBe(true)
    // Bytes 16..23 of a SQLite header: page size 4096, WAL twice, 80 bytes reserved, and the fixed fractions.
    expect([...text.subarray(0, 8)]).toEqual([16, 0, 2, 2, 80, 64, 32, 32])
    expect(firstPage(file, Buffer.alloc(32, 1)).authentic).toBe(false)
  })

  test('F-623: the settings that keep clear text off the disk are on', async () => {
    const { database } = await databaseWithCanary()
    const value = async (name: string) =>
      Object.values(
        (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(database)).rows[0] ?? {},
      )[0]
    expect(await value('cipher')).toBe('sqlcipher')
    expect(await value('temp_store')).toBe(2)
    expect(await value('secure_delete')).toBe(1)
    expect(await value('synchronous')).toBe(2)
    expect(await value('journal_mode')).toBe('wal')
    expect(await value('foreign_keys')).toBe(1)
    expect(await value('locking_mode')).toBe('exclusive')
    expect(await value('trusted_schema')).toBe(0)
    expect(await value('cache_size')).toBe(-65_536)
  })

  test('the versions for the About page are those of the encrypting library', async () => {
    const { cipher, sqlite } = await recordsWorker.versions()
    expect(cipher).toMatch(/^2\.\d+\.\d+$/)
    expect(sqlite).toMatch(/^3\.\d+\.\d+$/)
  })
})

describe('keys', () => {
  const open = (file: string, key: Buffer) =>
    recordsWorker.open({ file, key, mode: 'write', newestVersion: NEWEST_VERSION })

  test('164.312(a)(2)(iv), F-601: another key and no key are refused with NOTADB', async () => {
    const { file, database } = await databaseWithCanary()
    await database.destroy()
    for (const key of [Buffer.alloc(32, 1), Buffer.alloc(32)]) {
      await expect(open(file, key)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' })
    }
    const one = Buffer.from(KEY)
    one.writeUInt8(one.readUInt8(31) ^ 1, 31)
    await expect(open(file, one)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' })
    const again = await open(file, KEY)
    expect(await again.selectFrom('practice').select('name').execute()).toEqual([{ name: CANARY }])
    await again.destroy()
  })

  test('a key of another length is a bug and opens nothing', async () => {
    const { file, database } = await databaseWithCanary()
    await database.destroy()
    await expect(open(file, KEY.subarray(0, 31))).rejects.toThrow('32 bytes')
  })

  test('security 0.8: an absent file is an error, not a new database', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const file = join(folder, 'yarrow.db')
    await expect(open(file, KEY)).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('looking does not write', async () => {
    const { file, database } = await databaseWithCanary()
    await database.destroy()
    const before = readFileSync(file)
    const look = await recordsWorker.open({ file, key: KEY, mode: 'look', newestVersion: NEWEST_VERSION })
    await expect(look.deleteFrom('practice').execute()).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
    await look.destroy()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('F-612: a newer file is refused before anything is written', async () => {
    const { folder, file, database } = await databaseWithCanary()
    await sql.raw(`PRAGMA user_version = ${String(NEWEST_VERSION + 1)}`).execute(database)
    await database.destroy()
    const before = readFileSync(file)
    await expect(open(file, KEY)).rejects.toThrow(DatabaseFromFuture)
    expect(readdirSync(folder)).not.toContain('yarrow.db-wal')
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})
