/**
 * Proves: the rows of the open-or-recover table (reference models.md 3.6) on real encrypted files. Above all: a keychain
 * that does not answer is not a lost key, and where a vault or its marker exists no new key is made.
 */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { Vault } from '../../src/main/records/vault'
import {
  clock,
  existingVault,
  expectUntouched,
  files,
  folder,
  freshFolder,
  keychain,
  practiceNames,
  timeOut,
  vault,
} from './vault-bench'
import { recordsWorker } from '../support/records-worker'

beforeEach(freshFolder)

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
    const second = new Vault({
      engine: recordsWorker,
      folder: other.folder,
      keychain,
      clock,
      appVersion: '0',
      logger,
    })
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

  test('B27: a keychain that refuses in words nobody knows may be asked again, and a passphrase is offered beside it', async () => {
    keychain.mood = 'not-understood'
    const first = vault()
    expect(await first.open()).toEqual({
      state: 'passphrase-needed',
      first: true,
      failure: { code: 'keychain-timeout', detail: 'not-understood' },
    })
    expect(existsSync(files().database)).toBe(false)
    keychain.mood = 'ok'
    expect(await first.open()).toEqual({ state: 'open' })
    expect(keychain.entries.size).toBe(1)
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
    engine: recordsWorker,
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
