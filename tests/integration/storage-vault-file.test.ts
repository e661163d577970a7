/**
 * Proves: the rows of the open-or-recover table (reference models.md 3.6) where the file is there and the keychain answers:
 * it opens, or a lost key, another key and damage are told apart, and nothing is written.
 */
import { unguarded } from '../../src/main/records/handles'
import { registerTestStation, testRow } from '../../src/main/records/temporary-database'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import {
  content,
  existingVault,
  expectUntouched,
  files,
  freshFolder,
  isFoundDamaged,
  keychain,
  practiceNames,
  vault,
} from './vault-bench'

beforeEach(freshFolder)

describe('a file, and the keychain works', () => {
  test('row 5 and before: the right key opens what was saved', async () => {
    await existingVault()
    const again = vault()
    expect(await again.open()).toEqual({ state: 'open' })
    expect(await practiceNames(again)).toEqual(['Meadowlark'])
  })

  test('row 3, F-617: no entry in the keychain is told, and no new key is made', async () => {
    await existingVault()
    await expectUntouched(async () => {
      const empty = new MemoryKeychain()
      expect(await vault(empty).open()).toEqual({
        state: 'failed',
        failure: { code: 'vault-key-missing' },
        keptFile: files().database,
        recoverable: false,
      })
      expect(empty.writes).toBe(0)
    })
  })

  test('row 3, F-619: another keychain than the recorded one is named', async () => {
    await existingVault()
    const other = new MemoryKeychain({}, 'another keychain')
    expect(await vault(other).open()).toMatchObject({
      failure: { code: 'vault-key-missing', detail: 'memory, now another keychain' },
    })
  })

  test('F-619: another keychain that has the key opens the vault and is recorded', async () => {
    await existingVault()
    const moved = new MemoryKeychain(Object.fromEntries(keychain.entries), 'another keychain')
    expect(await vault(moved).open()).toEqual({ state: 'open' })
    expect(readFileSync(files().markers[0] ?? '', 'utf8')).toContain('another keychain')
  })

  test('row 5, F-601: another key is told apart from damage', async () => {
    await existingVault()
    const account = [...keychain.entries.keys()][0] ?? ''
    await expectUntouched(async () => {
      const wrong = new MemoryKeychain({ [account]: 'ab'.repeat(32) })
      expect(await vault(wrong).open()).toMatchObject({ failure: { code: 'vault-key-wrong' } })
      for (const marker of files().markers) rmSync(marker, { force: true })
      expect(await vault(wrong).open()).toMatchObject({ failure: { code: 'vault-key-wrong' } })
      expect(wrong.writes).toBe(0)
    })
  })

  test('row 6: damage in the first page is damage, since the key is known to be right', async () => {
    await existingVault()
    const bytes = content()
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
    writeFileSync(files().database, bytes)
    await expectUntouched(async () => {
      expect(await vault().open()).toMatchObject({
        state: 'failed',
        failure: { code: 'vault-damaged' },
        keptFile: files().database,
        recoverable: false,
      })
    })
  })

  test.each([0, 1, 15, 100, 4095, 4096, 4097, 8192])(
    'row 6, F-602, F-603: cut to %i bytes it is damage, never a new vault',
    async (bytes) => {
      await existingVault()
      truncateSync(files().database, bytes)
      await expectUntouched(async () => {
        expect(await vault().open()).toMatchObject({
          state: 'failed',
          failure: { code: 'vault-damaged' },
          keptFile: files().database,
          recoverable: false,
        })
      })
    },
  )

  test('F-603, S-11: a last page that is cut is found, with and without a log', async () => {
    await existingVault()
    const opened = vault()
    await opened.open()
    // Its content fills pages of its own up to the end of the file.
    const action = 'long '.repeat(4_000)
    await registerTestStation(unguarded(opened.database()))
    await opened.database().insertInto('auditEvent').values(testRow(1, action)).execute()
    await opened.close()
    const whole = content()
    for (const less of [1, 100, 2_048, 4_095]) {
      writeFileSync(files().database, whole.subarray(0, whole.length - less))
      expect(await vault().open()).toMatchObject({ failure: { code: 'vault-damaged' } })
    }

    writeFileSync(files().database, whole)
    const again = vault()
    await again.open()
    await again.database().insertInto('auditEvent').values(testRow(2, 'x')).execute()
    const [file, log] = [content(), readFileSync(`${files().database}-wal`)]
    await again.close()
    expect(log.length).toBeGreaterThan(0)
    for (const less of [1, 100, 2_048, 4_095]) {
      writeFileSync(files().database, file.subarray(0, file.length - less))
      writeFileSync(`${files().database}-wal`, log)
      const cut = vault()
      const { state } = await cut.open()
      if (state === 'open') expect(await isFoundDamaged(cut.database())).toBe(true)
      await cut.close()
    }
  })

  test('F-602: an empty file without a marker is damage too', async () => {
    writeFileSync(files().database, '')
    expect(await vault().open()).toMatchObject({ failure: { code: 'vault-damaged' } })
    expect(keychain.writes).toBe(0)
  })

  test('a plain SQLite file in its place is refused', async () => {
    await existingVault()
    writeFileSync(files().database, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)]))
    expect(await vault().open()).toMatchObject({ failure: { code: 'vault-damaged' } })
  })

  test('a file without the sentinel is damage', async () => {
    await existingVault()
    const opened = vault()
    await opened.open()
    await opened.database().deleteFrom('vault').execute()
    await opened.close()
    expect(await vault().open()).toMatchObject({
      failure: { code: 'vault-damaged', detail: 'no sentinel' },
    })
  })

  test("another vault's file with the same key is told", async () => {
    await existingVault()
    const opened = vault()
    await opened.open()
    await opened.database().updateTable('vault').set({ vaultId: 'other' }).execute()
    await opened.close()
    expect(await vault().open()).toMatchObject({
      failure: { code: 'vault-damaged', detail: 'another vault' },
    })
  })

  test('row 7, F-612: a newer file is refused and not written', async () => {
    await existingVault()
    const newer = vault()
    await newer.open()
    await sql.raw(`PRAGMA user_version = ${String(NEWEST_VERSION + 3)}`).execute(newer.database())
    await newer.close()
    await expectUntouched(async () => {
      expect(await vault().open()).toEqual({
        state: 'failed',
        failure: { code: 'vault-newer', detail: `schema ${String(migrations.length + 3)}` },
        keptFile: files().database,
        recoverable: false,
      })
    })
  })

  test('F-613: a second copy is told that the records are in use', async () => {
    await existingVault()
    const first = vault()
    await first.open()
    expect(await vault().open()).toMatchObject({ failure: { code: 'vault-busy' } })
    await first.close()
    expect(await vault().open()).toEqual({ state: 'open' })
  })
})
