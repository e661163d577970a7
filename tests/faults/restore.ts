/**
 * S-50, the way back: a backup is restored beside records, and something goes wrong. The file is cut, changed, of another
 * version or opened with the wrong words; the disk fails at each step; the program is killed at each step. Whatever it is,
 * what opens afterwards is either the records of before, whole, or those of the backup, whole, with those of before kept;
 * and the audit record of both verifies.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { settleRestore } from '../../src/main/app/records-vault'
import { fileDrive } from '../../src/main/backup/drive'
import { headerBytes, MAGIC, markOurs } from '../../src/main/backup/format'
import { readHeader } from '../../src/main/backup/sealed-file'
import type { Result } from '../../src/shared/failures'
import { backupBench, PASSPHRASE } from '../integration/backup-bench'
import { keptFolders, restoreService } from '../integration/restore-bench'
import type { Report } from './backup-files'
import { watchFiles } from './file-steps'
import { killableProcesses } from './killable'
import type { RestoreOrder } from './restore-order'
import { seeded } from './seeded'

const VAULT = 'walnuts under the stairs'
const ROWS = 30
const LATER = 4

/** A folder with records that have gone on since their backup was made, and the keychain beside it, to begin from each time. */
async function scene(passphrase: string | null) {
  const made = await backupBench({ rows: ROWS, passphrase })
  const { bench } = made
  // Of these records, whichever there are later.
  await bench.databaseKey()
  const backup = join(made.folder, (await made.make()).name)
  await made.records.record(LATER)
  await made.records.settle()
  await made.records.close()
  const entries = new Map(bench.keychain.entries)
  const template = join(
    dirname(bench.folder),
    '..',
    `${dirname(bench.folder).split('/').at(-1) ?? ''} template`,
  )
  cpSync(bench.folder, template, { recursive: true })
  const userData = dirname(bench.folder)
  const begin = async () => {
    for (const folder of [...keptFolders(bench), bench.folder, join(userData, 'records to restore')])
      rmSync(folder, { recursive: true, force: true })
    rmSync(join(userData, 'restore.json'), { force: true })
    cpSync(template, bench.folder, { recursive: true })
    await bench.setKeychain(entries)
  }
  const remove = () => {
    bench.remove()
    rmSync(template, { recursive: true, force: true })
  }
  return { made, bench, userData, backup, template, begin, remove }
}
type Scene = Awaited<ReturnType<typeof scene>>

const looks = (rows: readonly { action: string }[]) =>
  rows.filter(({ action }) => action === 'patient.read').length

/** Starts as the app does, and says which records are there; throws when they are neither, or not whole. */
async function start({ bench, userData, template }: Scene): Promise<'old' | 'restored'> {
  const said = await settleRestore(userData, bench.program)
  const opened = await bench.open()
  try {
    await opened.settle()
    await opened.trail.verify('p')
    const problems = await opened.problems()
    if (problems.length > 0) throw new Error(problems.join())
    const rows = await opened.database.selectFrom('auditEvent').select('action').orderBy('seq').execute()
    const restored = rows.filter(({ action }) => action === 'backup.restored').length
    if (looks(rows) === ROWS + LATER && restored === 0) {
      if (said) throw new Error('the old records, called restored')
      return 'old'
    }
    if (looks(rows) !== ROWS || restored !== 1)
      throw new Error(`${String(looks(rows))} rows, neither of both`)
  } finally {
    await opened.close()
  }
  const [kept, ...more] = keptFolders(bench)
  if (kept === undefined || more.length > 0) throw new Error('the old records are not kept, once')
  const [one, other] = [kept, template].map((folder) => readFileSync(join(folder, 'vault.json'), 'utf8'))
  if (one !== other) throw new Error('other records are kept')
  const before = await bench.program.engine.open({
    ...{ file: join(kept, 'yarrow.db'), key: await bench.databaseKey(), mode: 'look', newestVersion: 1_000 },
  })
  const rows = await before.selectFrom('auditEvent').select('action').execute()
  await before.destroy()
  if (looks(rows) !== ROWS + LATER) throw new Error('the old records lack rows')
  return 'restored'
}

/** All of it in this process; what it says at the end. */
async function restoreHere({ bench, backup, userData }: Scene, file = backup, typed = PASSPHRASE) {
  const opened = await bench.open()
  const service = restoreService(bench, file)
  let result: Result<unknown> = await service.choose(null)
  if (result.ok) result = await service.open(null, typed)
  const staged = result.ok ? await service.stage(null, null, bench.passphrase) : null
  await opened.close()
  if (staged) result = staged.ok ? await service.decide(staged.value, false) : staged
  await service.cancel()
  if (result.ok) await settleRestore(userData, bench.program)
  return result
}

/** Neither a file that is no whole backup nor a wrong word changes anything. */
async function tryFiles(at: Scene, report: Report, places: number, seed: number): Promise<void> {
  const random = seeded(seed)
  const content = readFileSync(at.backup)
  const header = await readHeader(fileDrive, at.backup)
  const { ours: _ours, ...rest } = header
  const behind = content.subarray(headerBytes(header).length)
  const later = headerBytes(markOurs(at.made.keys.seriesKey, { ...rest, schema: header.schema + 1 }))
  const format = (version: number) => {
    const changed = Buffer.from(content)
    changed.writeUInt32BE(version, MAGIC.length)
    return changed
  }
  const tries: [name: string, file: Buffer, typed: string, code: string][] = [
    ['another passphrase', content, 'nine yellow umbrellas', 'backup-not-opened'],
    ['a newer format', format(2), PASSPHRASE, 'backup-newer'],
    ['a format of before the first', format(0), PASSPHRASE, 'backup-damaged'],
    ['newer tables', Buffer.concat([later, behind]), PASSPHRASE, 'backup-newer'],
  ]
  for (let place = 0; place < places; place += 1) {
    const length = Math.floor(random() * content.length)
    tries.push([`cut at ${String(length)}`, content.subarray(0, length), PASSPHRASE, 'backup-damaged'])
    const changed = Buffer.from(content)
    const byte = headerBytes(header).length + Math.floor(random() * behind.length)
    changed.writeUInt8(changed.readUInt8(byte) ^ 1, byte)
    tries.push([`byte ${String(byte)} changed`, changed, PASSPHRASE, 'backup-damaged'])
  }
  const file = join(dirname(at.backup), 'other.yarrow-backup')
  await at.begin()
  for (const [name, bytes, typed, code] of tries) {
    report.tried += 1
    writeFileSync(file, bytes)
    const result = await restoreHere(at, file, typed)
    const said = result.ok ? 'done' : result.failure.code
    if (said !== code) report.bad.push(`${name}: ${said}`)
    if (existsSync(join(at.userData, 'restore.json'))) report.bad.push(`${name}: decided`)
  }
  await expectStart(at, report, 'after all files', 'old')
}

async function expectStart(at: Scene, report: Report, name: string, wanted?: string): Promise<void> {
  report.tried += 1
  try {
    const [first, second] = [await start(at), await start(at)]
    if (first !== second) throw new Error(`${first}, then ${second}`)
    if (wanted !== undefined && first !== wanted) throw new Error(first)
  } catch (error) {
    report.bad.push(`${name}: ${String(error)}`)
  }
}

const MEANS: Record<string, string> = { ENOSPC: 'disk-full', EROFS: 'vault-read-only', EIO: 'disk-error' }

/** The disk of the records fails at each change of a file, once or from then on. */
async function tryDisk(at: Scene, report: Report, every: number, codes: string[]): Promise<void> {
  for (const code of codes) {
    const wanted = MEANS[code] ?? ''
    for (const forGood of [false, true]) {
      for (let place = 1, ended = false; !ended; place += every) {
        await at.begin()
        let step = 0
        let failed = ''
        const stop = watchFiles(at.userData, (what) => {
          step += 1
          if (step < place || (!forGood && step > place)) return Promise.resolve()
          failed ||= what
          return Promise.reject(Object.assign(new Error(code), { code }))
        })
        const result = await restoreHere(at).catch((error: unknown) => String(error))
        stop()
        ended = failed === ''
        const name = `${code} at ${failed} ${String(place)}${forGood ? ' on' : ''}`
        const said = typeof result === 'string' ? result : result.ok ? 'done' : result.failure.code
        // Closing the old records and the start after it say their own.
        if (![wanted, 'done', `Error: ${code}`].includes(said)) report.bad.push(`${name}: ${said}`)
        await expectStart(at, report, name, ended ? 'restored' : undefined)
      }
    }
  }
}

/** Killed before each of its steps. */
async function tryKills(at: Scene, report: Report, every: number): Promise<void> {
  const { bench, userData, backup } = at
  const keychain = join(userData, 'drive', 'keychain.json')
  const order: RestoreOrder = {
    ...{ records: bench.folder, vaultPassphrase: bench.passphrase, keychain, backup, typed: PASSPHRASE },
  }
  mkdirSync(dirname(keychain), { recursive: true })
  const processes = await killableProcesses<RestoreOrder>('restore-child')
  try {
    for (let place = 1, ended = false; !ended; place += every) {
      await at.begin()
      writeFileSync(keychain, JSON.stringify([...bench.keychain.entries]))
      const child = await processes.next()
      child.tell(order)
      let word = await child.word()
      for (let step = 1; step < place && word !== 'restored' && !word.startsWith('ended'); step += 1) {
        child.tell('go')
        word = await child.word()
      }
      await child.kill()
      ended = word === 'restored' || word.startsWith('ended')
      if (word.startsWith('ended')) report.bad.push(word)
      const left = JSON.parse(readFileSync(keychain, 'utf8')) as [string, string][]
      await bench.setKeychain(new Map(left))
      const name = `killed before ${word} (${String(place)})`
      await expectStart(at, report, name, word === 'restored' ? 'restored' : undefined)
      if (existsSync(join(userData, 'restore.json'))) report.bad.push(`${name}: neither done nor undone`)
    }
  } finally {
    await processes.stop()
  }
}

/** `places`: of cuts and changes. `every`: of the steps at which the disk fails and the program is killed. */
export async function reportRestore(size: {
  places: number
  every: number
  seed: number
  codes?: string[]
  /** Of the records here; null: those with a keychain. */
  passphrases?: (string | null)[]
}): Promise<Report> {
  const { places, every, seed, codes = Object.keys(MEANS), passphrases = [null, VAULT] } = size
  const report: Report = { tried: 0, bad: [] }
  for (const passphrase of passphrases) {
    const at = await scene(passphrase)
    try {
      if (passphrase === null) await tryFiles(at, report, places, seed)
      if (passphrase === null) await tryDisk(at, report, every, codes)
      await tryKills(at, report, every)
    } finally {
      at.remove()
    }
  }
  return report
}
