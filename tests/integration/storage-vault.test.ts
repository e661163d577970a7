/**
 * Proves: every row of the open-or-recover table (reference models.md 3.6) on real encrypted files. Above all: a
 * keychain that does not answer is not a lost key, and where a vault or its marker exists no new key is made.
 */
import { existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../src/main/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/logging/logger'
import { FLOOR_KDF } from '../../src/main/sealing/derive-key'
import type { Database } from '../../src/main/storage/database'
import { migrations, NEWEST_VERSION } from '../../src/main/storage/migrations/index'
import { temporaryFolder } from '../../src/main/storage/temporary-database'
import { Vault } from '../../src/main/storage/vault'
import { vaultFiles } from '../../src/main/storage/vault-files'

const PASSPHRASE = 'correct horse battery staple'

let folder: string
let keychain: MemoryKeychain
let clock: ManualClock

beforeEach(() => {
  const temporary = temporaryFolder()
  onTestFinished(temporary.remove)
  folder = temporary.folder
  keychain = new MemoryKeychain()
  clock = new ManualClock()
})

const files = () => vaultFiles(folder)

function vault(of: MemoryKeychain = keychain) {
  const made = new Vault({ folder, keychain: of, clock, appVersion: '0.1.0', logger, kdf: FLOOR_KDF })
  onTestFinished(() => made.close())
  return made
}

/** Makes a vault with one row in it and closes it. */
async function existingVault() {
  const made = vault()
  expect(await made.open()).toEqual({ state: 'open' })
  await made
    .database()
    .insertInto('practice')
    .values({ id: 1, name: 'Meadowlark', region: 'US', demo: 0 })
    .execute()
  await made.close()
  keychain.writes = 0
}

async function existingPassphraseVault() {
  keychain.mood = 'absent'
  const made = vault()
  await made.createPassphraseVault(PASSPHRASE)
  await made.close()
}

const practiceNames = async (of: Vault) =>
  (await of.database().selectFrom('practice').select('name').execute()).map(({ name }) => name)

/** Whether SQLite itself finds damage when it reads every page. */
async function isFoundDamaged(database: Database): Promise<boolean> {
  try {
    const { rows } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(database)
    await database.selectFrom('auditEvent').selectAll().execute()
    return rows[0]?.integrityCheck !== 'ok'
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/SQLITE_(CORRUPT|NOTADB|IOERR)/) as string })
    return true
  }
}

const content = () => readFileSync(files().database)

/** Whatever is wrong: the file is as it was and the keychain was not written. */
async function expectUntouched(work: () => Promise<void>) {
  const [before, entries] = [content(), [...keychain.entries]]
  await work()
  expect(content().equals(before)).toBe(true)
  expect([...keychain.entries]).toEqual(entries)
}

describe('no file', () => {
  test('row 1: first start makes a key, writes it, reads it back, then makes the file', async () => {
    const first = vault()
    expect(await first.open()).toEqual({ state: 'open' })
    expect(keychain.writes).toBe(1)
    expect([...keychain.entries.values()][0]).toMatch(/^[0-9a-f]{64}$/)
    expect(await first.database().selectFrom('vault').select('createdByVersion').execute()).toEqual([
      { createdByVersion: '0.1.0' },
    ])
  })

  test('row 1: the account name belongs to the folder', async () => {
    await vault().open()
    const other = temporaryFolder()
    onTestFinished(other.remove)
    const second = new Vault({ folder: other.folder, keychain, clock, appVersion: '0', logger })
    onTestFinished(() => second.close())
    await second.open()
    expect(keychain.entries.size).toBe(2)
  })

  test('row 1: a keychain that forgets gets no vault, a passphrase is offered', async () => {
    keychain.mood = 'forgetful'
    expect(await vault().open()).toEqual({
      state: 'passphrase-needed',
      first: true,
      failure: { code: 'keychain-absent', detail: 'forgetful' },
    })
    expect(existsSync(files().database)).toBe(false)
  })

  test('row 2: with a key in the keychain the new file gets that key', async () => {
    await existingVault()
    const key = [...keychain.entries.values()][0]
    for (const file of [files().database, ...files().markers]) rmSync(file)
    expect(await vault().open()).toEqual({ state: 'open' })
    expect(keychain.writes).toBe(0)
    expect([...keychain.entries.values()]).toEqual([key])
  })

  test('row 2: an entry that is no key is not written over', async () => {
    await vault().open()
    const account = [...keychain.entries.keys()][0] ?? ''
    for (const file of [files().database, ...files().markers]) rmSync(file)
    const odd = new MemoryKeychain({ [account]: 'hello' })
    expect(await vault(odd).open()).toMatchObject({ state: 'failed', failure: { code: 'vault-key-wrong' } })
    expect([...odd.entries]).toEqual([[account, 'hello']])
    expect(existsSync(files().database)).toBe(false)
  })

  test.each([
    ['locked', 'keychain-locked'],
    ['hanging', 'keychain-timeout'],
  ] as const)('a %s keychain at the first start is waited for', async (mood, code) => {
    keychain.mood = mood
    const first = vault()
    const opening = first.open()
    if (mood === 'hanging') await timeOut()
    expect(await opening).toEqual({ state: 'failed', failure: { code }, keptFile: null, recoverable: false })
    expect(existsSync(files().database)).toBe(false)
    keychain.mood = 'ok'
    expect(await first.retry()).toEqual({ state: 'open' })
  })

  test('security 0.8: a marker without its file is a loss that is told, not a first start', async () => {
    await existingVault()
    rmSync(files().database)
    expect(await vault().open()).toEqual({
      state: 'failed',
      failure: { code: 'vault-damaged', detail: 'the file is missing' },
      keptFile: null,
      recoverable: false,
    })
    expect(existsSync(files().database)).toBe(false)
    expect(keychain.writes).toBe(0)
  })
})

/** Moves the clock over the keychain's deadline once somebody waits for it. */
async function timeOut() {
  await expect.poll(() => clock.pendingTimers).toBeGreaterThan(0)
  clock.advance(10_000)
}

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
    const event = { at: 1, outcome: 'done' as const, appVersion: '0', personId: null, patientId: null }
    // Its content fills pages of its own up to the end of the file.
    const action = 'long '.repeat(4_000)
    await opened
      .database()
      .insertInto('auditEvent')
      .values({ ...event, action, subject: null })
      .execute()
    await opened.close()
    const whole = content()
    for (const less of [1, 100, 2_048, 4_095]) {
      writeFileSync(files().database, whole.subarray(0, whole.length - less))
      expect(await vault().open()).toMatchObject({ failure: { code: 'vault-damaged' } })
    }

    writeFileSync(files().database, whole)
    const again = vault()
    await again.open()
    await again
      .database()
      .insertInto('auditEvent')
      .values({ ...event, action: 'x', subject: null })
      .execute()
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

describe('row 4: a file, and the keychain does not answer', () => {
  test.each([
    ['locked', 'keychain-locked'],
    ['absent', 'keychain-absent'],
    ['hanging', 'keychain-timeout'],
  ] as const)('%s: explained, nothing touched, opens at a retry', async (mood, code) => {
    await existingVault()
    const opened = vault()
    await expectUntouched(async () => {
      keychain.mood = mood
      const opening = opened.open()
      if (mood === 'hanging') await timeOut()
      expect(await opening).toEqual({
        state: 'failed',
        failure: { code },
        keptFile: files().database,
        recoverable: false,
      })
      expect(opened.state).toEqual({
        state: 'failed',
        failure: { code },
        keptFile: files().database,
        recoverable: false,
      })
    })
    keychain.mood = 'ok'
    expect(await opened.retry()).toEqual({ state: 'open' })
    expect(await practiceNames(opened)).toEqual(['Meadowlark'])
    expect(keychain.writes).toBe(0)
  })
})

describe('passphrase vault', () => {
  test('F-614: where there is no keychain, a passphrase makes and opens the vault', async () => {
    keychain.mood = 'absent'
    const first = vault()
    expect(await first.open()).toEqual({
      state: 'passphrase-needed',
      first: true,
      failure: { code: 'keychain-absent' },
    })
    expect(await first.createPassphraseVault(PASSPHRASE)).toEqual({ state: 'open' })
    await first.close()

    const second = vault()
    expect(await second.open()).toEqual({ state: 'passphrase-needed', first: false, failure: null })
    expect(await second.openWithPassphrase('wrong horse battery staple')).toEqual({
      state: 'passphrase-needed',
      first: false,
      failure: { code: 'wrong-passphrase' },
    })
    expect(await second.openWithPassphrase(PASSPHRASE)).toEqual({ state: 'open' })
    expect(keychain.writes).toBe(0)
  })

  test('a keychain that comes back does not change how the vault opens', async () => {
    await existingPassphraseVault()
    keychain.mood = 'ok'
    expect(await vault().open()).toEqual({ state: 'passphrase-needed', first: false, failure: null })
    expect(keychain.writes).toBe(0)
  })

  test('F-704: the passphrase is the same however its accents were typed', async () => {
    keychain.mood = 'absent'
    const first = vault()
    await first.createPassphraseVault('Amélie plants fifteen leeks')
    await first.close()
    expect(await vault().openWithPassphrase('Amélie plants fifteen leeks'.normalize('NFD'))).toEqual({
      state: 'open',
    })
  })

  test('the marker holds neither key nor passphrase', async () => {
    await existingPassphraseVault()
    const text = readFileSync(files().markers[0] ?? '', 'utf8')
    expect(text).not.toContain('correct')
    expect(text).toContain('"argon2id"')
  })

  test('the copy of the marker opens the vault when the marker is lost, and both are there again', async () => {
    await existingPassphraseVault()
    rmSync(files().markers[0] ?? '')
    const again = vault()
    expect(await again.openWithPassphrase(PASSPHRASE)).toEqual({ state: 'open' })
    expect(files().markers.map((marker) => existsSync(marker))).toEqual([true, true])
  })

  test('with both markers lost nothing is made anew', async () => {
    await existingPassphraseVault()
    for (const marker of files().markers) rmSync(marker)
    keychain.mood = 'ok'
    expect(await vault().open()).toMatchObject({ failure: { code: 'vault-key-missing' } })
    expect(keychain.writes).toBe(0)
  })

  test('is never made where a vault exists', async () => {
    await existingVault()
    keychain.mood = 'absent'
    await expectUntouched(async () => {
      expect(await vault().createPassphraseVault(PASSPHRASE)).toMatchObject({
        state: 'failed',
        failure: { code: 'keychain-absent' },
      })
    })
  })
})

describe('a crash while the vault is made', () => {
  test('before the file has its name: the next start begins again with the same key', async () => {
    await existingVault()
    renameSync(files().database, files().unfinished)
    for (const marker of files().markers) rmSync(marker)
    const again = vault()
    expect(await again.open()).toEqual({ state: 'open' })
    expect(keychain.writes).toBe(0)
    expect(existsSync(files().unfinished)).toBe(false)
    expect(await practiceNames(again)).toEqual([])
  })

  test('after the file has its name: it opens and the marker is completed', async () => {
    await existingVault()
    for (const marker of files().markers) rmSync(marker)
    const again = vault()
    expect(await again.open()).toEqual({ state: 'open' })
    expect(await practiceNames(again)).toEqual(['Meadowlark'])
    expect(readFileSync(files().markers[0] ?? '', 'utf8')).toContain('"ready": true')
  })
})

describe('the vault as others see it', () => {
  test('tells its states in order and hands out the database only when open', async () => {
    const made = vault()
    const states: string[] = []
    made.onChange(({ state }) => states.push(state))
    expect(() => made.database()).toThrow('not open')
    keychain.mood = 'locked'
    await made.open()
    keychain.mood = 'ok'
    await made.retry()
    expect(states).toEqual(['failed', 'opening', 'open'])
    expect(made.state).toEqual({ state: 'open' })
  })

  test('two calls at once open once', async () => {
    const made = vault()
    expect(await Promise.all([made.open(), made.retry()])).toEqual([{ state: 'open' }, { state: 'open' }])
    expect(keychain.writes).toBe(1)
  })
})

test('a bug on the way is answered too, with its cause in the log and Retry left', async () => {
  const errors: unknown[] = []
  const broken = new MemoryKeychain()
  broken.get = () => Promise.reject(new TypeError('a bug'))
  const made = new Vault({
    folder,
    keychain: broken,
    clock,
    appVersion: '0',
    logger: { ...logger, error: (_message, fields) => errors.push(fields?.error) },
  })
  onTestFinished(() => made.close())
  expect(await made.open()).toEqual({
    state: 'failed',
    failure: { code: 'unexpected' },
    keptFile: null,
    recoverable: false,
  })
  expect(errors).toEqual([new TypeError('a bug')])
})
