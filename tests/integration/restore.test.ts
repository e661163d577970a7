// Proves: a backup is restored onto another computer and beside records that are there, with a keychain and without; the
// restored records are those of the backup, their audit record goes on and says who restored what; those of before are kept.
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRestore } from '../../src/main/app/records-vault'
import { newCode } from '../../src/main/platform/crypto/typed-code'
import { backupBench, type BackupBench } from './backup-bench'
import { recordsBench } from './records-bench'
import { keptFolders, restore, restoreService } from './restore-bench'

const VAULT = 'walnuts under the stairs'
const SLOT = '7f0d1c1e-6f6b-4c7e-8f0a-000000000001'

let source: BackupBench
let file: string
const code = newCode(28)
beforeAll(async () => {
  source = await backupBench()
  await source.records.vault.keepRecovery(SLOT, code)
  file = join(source.folder, (await source.make()).name)
  // The practice works on, so that these rows are not in the backup.
  await source.records.record(3)
})
afterAll(async () => {
  await source.records.close()
  source.remove()
})

type Bench = ReturnType<typeof recordsBench>

/** Opens what is there now, checks every row of its audit record, and answers what is in it. */
async function look(bench: Bench) {
  const opened = await bench.open()
  await opened.settle()
  await opened.trail.verify('p')
  const rows = await opened.database
    .selectFrom('auditEvent')
    .selectAll()
    .orderBy('station')
    .orderBy('seq')
    .execute()
  const people = await opened.database.selectFrom('person').select(['id', 'username']).execute()
  const problems = await opened.problems()
  await opened.close()
  return {
    rows: rows.map(({ action, subject }) => `${action} ${subject ?? ''}`.trim()),
    people,
    problems,
    all: rows,
  }
}

/** Whoever restores goes on in a chain of their own, because that in the backup may go on elsewhere. */
const BEGUN = ['audit.begun first', 'audit.begun restored']
const RESTORED = /^backup\.restored Practice \d{4}-\d{2}-\d{2} \d{4}\.yarrow-backup$/

test('onto another computer: the same people and rows, an unbroken audit record, and a key of its own', async () => {
  const other = recordsBench()
  try {
    const empty = await other.open()
    await empty.settle()
    const before = new Map(other.keychain.entries)
    const restored = await restore(other, empty.close, file)
    expect(restored).toMatchObject({
      ok: true,
      value: { practiceName: 'Willow Street Clinic', patients: 0, asksPassphrase: false },
    })
    const { rows, people, problems } = await look(other)
    expect(problems).toEqual([])
    expect(people).toMatchObject([{ id: source.person.id, username: 'june' }])
    const place = rows.findIndex((row) => RESTORED.test(row))
    // It is the first behind those of the backup.
    expect(rows.slice(0, place).filter((row) => row === 'patient.read')).toHaveLength(30)
    expect(rows.slice(place + 1)).not.toContain('patient.read')
    expect(rows.filter((row) => row.startsWith('audit.begun'))).toEqual(BEGUN)
    const keys = [...other.keychain.entries.keys()].filter((account) => account.startsWith('database key '))
    expect(keys).toHaveLength(2)
    for (const [account, secret] of before)
      if (account.startsWith('database key')) expect(other.keychain.entries.get(account)).toBe(secret)
    expect([...other.keychain.entries.keys()].some((account) => account.startsWith('restored '))).toBe(false)
    expect(existsSync(join(dirname(other.folder), 'restore.json'))).toBe(false)
  } finally {
    other.remove()
  }
})

test('beside records of the same practice: those are kept whole, and open again in their place', async () => {
  const bench = source.bench
  const restored = await restore(bench, source.records.close, file, {
    typed: code,
    personId: source.person.id,
  })
  expect(restored.ok).toBe(true)
  const now = await look(bench)
  expect(now.problems).toEqual([])
  expect(now.rows.filter((row) => row === 'patient.read')).toHaveLength(30)
  expect(now.all.find(({ action }) => action === 'backup.restored')?.personId).toBe(source.person.id)

  // Their marker lost, both copies of it: the keychain knows which key is theirs.
  for (const marker of bench.files.markers) rmSync(marker)
  expect((await look(bench)).people).toEqual(now.people)

  const [kept = '', ...more] = keptFolders(bench)
  expect(more).toEqual([])
  renameSync(bench.folder, `${bench.folder} aside`)
  cpSync(kept, bench.folder, { recursive: true })
  const back = await look(bench)
  expect(back.rows.filter((row) => row === 'patient.read')).toHaveLength(33)
  // Somebody put other records in this place, which the audit record says.
  expect(back.problems.length).toBeGreaterThan(0)
  rmSync(bench.folder, { recursive: true })
  renameSync(`${bench.folder} aside`, bench.folder)
  source.records = await bench.open()
})

test('where the records open with a passphrase, the restored ones open with it, and their audit record is whole', async () => {
  const other = recordsBench(VAULT)
  try {
    const empty = await other.open()
    const wrong = await restore(other, empty.close, file, { passphrase: 'another one of these' })
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'wrong-passphrase' } })
    const again = await other.open()
    const restored = await restore(other, again.close, file)
    expect(restored).toMatchObject({ ok: true, value: { asksPassphrase: true } })
    const { rows, people, problems } = await look(other)
    expect(people).toHaveLength(1)
    expect(rows.filter((row) => row.startsWith('audit.begun'))).toEqual(BEGUN)
    expect(problems).toEqual([])
  } finally {
    other.remove()
  }
})

test('beside records of the same practice that open with a passphrase, the audit record is whole', async () => {
  const made = await backupBench({ passphrase: VAULT })
  try {
    const own = join(made.folder, (await made.make()).name)
    await made.records.record(2)
    expect((await restore(made.bench, made.records.close, own)).ok).toBe(true)
    const { rows, problems } = await look(made.bench)
    expect(problems).toEqual([])
    expect(rows.filter((row) => row.startsWith('audit.begun'))).toEqual(BEGUN)
    expect(rows.filter((row) => row === 'patient.read')).toHaveLength(30)
    // From there to a computer with a keychain.
    const other = recordsBench()
    const empty = await other.open()
    expect((await restore(other, empty.close, own)).ok).toBe(true)
    expect((await look(other)).problems).toEqual([])
    other.remove()
  } finally {
    made.remove()
  }
})

test('what was opened by one is gone on with by nobody else', async () => {
  const other = recordsBench()
  try {
    const empty = await other.open()
    const service = restoreService(other, file)
    await service.choose('june’s session')
    const by = (session: string | null) => service.stage(session, null, null)
    expect(await service.open(null, code)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
    expect(await service.open('june’s session', 'not this one')).toMatchObject({
      failure: { code: 'backup-not-opened' },
    })
    expect((await service.open('june’s session', code)).ok).toBe(true)
    expect(await by('somebody else')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
    await service.cancel()
    expect(await by('june’s session')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
    await empty.close()
    expect(existsSync(join(dirname(other.folder), 'records to restore'))).toBe(false)
  } finally {
    other.remove()
  }
})

test('F-620: an old folder with a note beside it is not passed off as restored', async () => {
  const bench = recordsBench()
  try {
    await bench.day(5)
    const userData = dirname(bench.folder)
    cpSync(bench.folder, join(userData, 'records to restore'), { recursive: true })
    await bench.day(5)
    const { keyCheck } = await bench.marker()
    const kept = 'records kept 2026-12-01 0015'
    writeFileSync(
      join(userData, 'restore.json'),
      JSON.stringify({ kept, keyCheck, madeAt: 1, wasEmpty: true }),
    )
    await settleRestore(userData, bench.program)
    const { rows, problems } = await look(bench)
    expect(rows.filter((row) => row === 'patient.read')).toHaveLength(5)
    expect(problems).not.toEqual([])
  } finally {
    bench.remove()
  }
})
