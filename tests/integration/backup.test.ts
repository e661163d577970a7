// Proves: a backup of records that are at work is whole, opens with its passphrase or a recovery code and nothing else,
// says nothing from outside, and is proved by what is in it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newBackupKeys } from '../../src/main/backup/backup-key'
import { backupFailure, fileDrive, type Drive } from '../../src/main/backup/drive'
import { isOurs } from '../../src/main/backup/format'
import { readHeader } from '../../src/main/backup/sealed-file'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import { newKey } from '../../src/main/platform/crypto/seal'
import { newCode } from '../../src/main/platform/crypto/typed-code'
import { backupBench, NIGHT, type BackupBench } from './backup-bench'

let bench: BackupBench
beforeAll(async () => {
  bench = await backupBench()
})
afterAll(async () => {
  await bench.records.close()
  bench.remove()
})

const file = (name: string) => join(bench.folder, name)
const code = async (work: Promise<{ ok: boolean; failure?: { code: string } }>) => {
  const result = await work
  return result.ok ? 'ok' : result.failure?.code
}

test('is made, read back and proved, and leaves nothing beside it', async () => {
  const stages: string[] = []
  const made = await bench.make({
    progress: ({ stage }) => {
      if (stages.at(-1) !== stage) stages.push(stage)
    },
  })
  expect(made.name).toMatch(/^Practice \d{4}-\d{2}-\d{2} \d{4}\.yarrow-backup$/)
  expect(made.size).toBe(readFileSync(file(made.name)).length)
  expect(stages).toEqual(['copying', 'counting', 'writing', 'checking', 'finishing'])
  const proved = await bench.prove(made.name)
  expect(proved).toMatchObject({ ok: true, value: { madeAt: NIGHT, auditProblems: 0, opensForPerson: true } })
  expect(proved.ok && proved.value.rows).toBeGreaterThan(35)
  expect(readdirSync(bench.folder)).toEqual([made.name])
  expect(readdirSync(join(bench.userData, 'backup-work'))).toEqual([])
})

test('what is written meanwhile is in the next one', async () => {
  const before = await bench.make()
  const [, after] = await Promise.all([bench.records.record(5), bench.make()])
  await bench.records.record(1)
  const last = await bench.make()
  const rows = async (name: string) => {
    const proved = await bench.prove(name)
    return proved.ok ? proved.value.rows : -1
  }
  const counted = [await rows(before.name), await rows(after.name), await rows(last.name)]
  expect(counted[2]).toBe((counted[0] ?? 0) + 6)
  expect(counted[1]).toBeGreaterThanOrEqual(counted[0] ?? 0)
})

test('says nothing of the practice or its people from outside', async () => {
  const { name } = await bench.make()
  const content = readFileSync(file(name)).toString('latin1')
  for (const word of ['Willow', 'June', 'Abernathy', 'SQLite format', 'CREATE TABLE', 'patient'])
    expect(content).not.toContain(word)
})

test('two of the same records have nothing in common that opens them', async () => {
  const [one, other] = [await bench.make(), await bench.make()]
  const [first, second] = [
    await readHeader(fileDrive, file(one.name)),
    await readHeader(fileDrive, file(other.name)),
  ]
  expect(first.noncePrefix).not.toBe(second.noncePrefix)
  expect(first.letter).not.toBe(second.letter)
})

test('is the practice’s own for its records alone', async () => {
  const header = await readHeader(fileDrive, file((await bench.make()).name))
  expect(isOurs(bench.keys.seriesKey, header)).toBe(true)
  expect(isOurs(newKey(), header)).toBe(false)
  expect(isOurs(bench.keys.seriesKey, { ...header, day: '2026-01-01' })).toBe(false)
})

test('a recovery code of the records opens it, and no other', async () => {
  const recovery = newCode(28)
  const slot = '7f0d1c1e-6f6b-4c7e-8f0a-000000000001'
  const without = await bench.make()
  expect(await bench.records.vault.keepRecovery(slot, recovery)).toBe(true)
  const { name } = await bench.make()
  expect(await code(bench.prove(name, recovery))).toBe('ok')
  expect(await code(bench.prove(name, recovery.toLowerCase().replaceAll('-', ' ')))).toBe('ok')
  expect(await code(bench.prove(name, newCode(28)))).toBe('backup-not-opened')
  expect(await code(bench.prove(without.name, recovery))).toBe('backup-not-opened')
})

test('another passphrase opens those made from then on; the one before those of before', async () => {
  const before = await bench.make()
  const keys = await newBackupKeys('another passphrase here', FLOOR_KDF, bench.keys.seriesKey)
  const after = await bench.make({ keys: keys ?? bench.keys })
  expect(await code(bench.prove(before.name))).toBe('ok')
  expect(await code(bench.prove(after.name))).toBe('backup-not-opened')
  expect(await code(bench.prove(after.name, 'another passphrase here'))).toBe('ok')
})

test('cancelled while it is written, nothing of it is left', async () => {
  const before = readdirSync(bench.folder)
  const abort = new AbortController()
  const making = bench.make({
    signal: abort.signal,
    progress: ({ stage }) => {
      if (stage === 'writing') abort.abort()
    },
  })
  expect(await making.catch(backupFailure)).toEqual({ code: 'backup-cancelled' })
  expect(readdirSync(bench.folder)).toEqual(before)
})

test('what does not read back as it was written gets no name', async () => {
  const before = readdirSync(bench.folder)
  const forgetful: Drive = {
    ...fileDrive,
    async create(target) {
      const writing = await fileDrive.create(target)
      let count = 0
      return {
        ...writing,
        // The part after the header is taken and not kept.
        write: (content) => ((count += 1) === 2 ? Promise.resolve() : writing.write(content)),
      }
    },
  }
  expect(await bench.make({ drive: forgetful }).catch(backupFailure)).toMatchObject({
    code: 'backup-damaged',
  })
  expect(readdirSync(bench.folder)).toEqual(before)
})

test('records that open with a passphrase are backed up without it being asked', async () => {
  const other = await backupBench({ passphrase: 'walnuts under the stairs' })
  try {
    const { name } = await other.make()
    const proved = await other.prove(name)
    expect(proved).toMatchObject({ ok: true, value: { auditProblems: 0, opensForPerson: true } })
  } finally {
    await other.records.close()
    other.remove()
  }
})
