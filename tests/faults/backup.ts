/**
 * S-50: backups when something goes wrong. The drive is full, pulled, slow or locked at each step; the file is cut or
 * changed; the program is killed at each step; the clock was set back. Whatever it is: what is called a backup is whole,
 * the records are what they were, and the next backup is made.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { backupFailure, fileDrive, type Drive } from '../../src/main/backup/drive'
import { isBackupName } from '../../src/main/backup/names'
import { thinOut } from '../../src/main/backup/practice-backups'
import { emptyWorkFolder } from '../../src/main/backup/work-folder'
import { factsOf } from '../../src/main/records/table-facts'
import { newKey } from '../../src/main/platform/crypto/seal'
import { backupBench, NIGHT, type BackupBench } from '../integration/backup-bench'
import { tryFiles, type Report } from './backup-files'
import type { BackupOrder } from './backup-order'
import { killableProcesses } from './killable'
import { reportRestore } from './restore'

const DAY = 24 * 60 * 60_000
const CODES: Record<string, string> = {
  ENOSPC: 'backup-drive-full',
  EIO: 'backup-drive-error',
  ENOENT: 'backup-drive-gone',
  EROFS: 'backup-drive-read-only',
}

/** Before each of its operations `step` is asked, which may wait or throw. */
function watched(step: () => Promise<void>): Drive {
  const first = async <T>(work: () => Promise<T>) => {
    await step()
    return work()
  }
  return {
    create: (file) =>
      first(async () => {
        const writing = await fileDrive.create(file)
        return {
          write: (content) => first(() => writing.write(content)),
          sync: () => first(() => writing.sync()),
          close: () => writing.close(),
        }
      }),
    open: (file) =>
      first(async () => {
        const reading = await fileDrive.open(file)
        return { read: (bytes) => first(() => reading.read(bytes)), close: () => reading.close() }
      }),
    rename: (from, to) => first(() => fileDrive.rename(from, to)),
    remove: (file) => first(() => fileDrive.remove(file)),
    names: (folder) => first(() => fileDrive.names(folder)),
  }
}

/** Everything in the folder that is called a backup is one. */
async function expectWhole(bench: BackupBench): Promise<void> {
  for (const name of readdirSync(bench.folder).filter(isBackupName)) {
    const proved = await bench.prove(name)
    if (!proved.ok) throw new Error(`${name} is called a backup: ${proved.failure.code}`)
    if (proved.value.auditProblems !== 0 || !proved.value.opensForPerson)
      throw new Error(`${name} does not open as it should`)
  }
}

const emptyDrive = ({ folder }: BackupBench) => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
}

/** The drive fails at each step, once or from then on; the records are compared before and after. */
async function tryDrives(bench: BackupBench, report: Report, every: number): Promise<void> {
  let steps = 0
  await bench.make({
    drive: watched(() => {
      steps += 1
      return Promise.resolve()
    }),
  })
  emptyDrive(bench)
  const before = JSON.stringify(await factsOf(bench.records.database))
  for (const [code, wanted] of Object.entries(CODES)) {
    for (const forGood of [false, true]) {
      for (let place = 1; place <= steps; place += every) {
        report.tried += 1
        let step = 0
        const drive = watched(() => {
          step += 1
          if (step === place || (forGood && step > place)) throw Object.assign(new Error(code), { code })
          return Promise.resolve()
        })
        try {
          const failure = await bench.make({ drive }).then(() => null, backupFailure)
          // One that fails once may fail where nothing depends on it.
          if (failure ? failure.code !== wanted : forGood)
            throw new Error(`said ${failure?.code ?? 'nothing'}`)
          await expectWhole(bench)
        } catch (error) {
          report.bad.push(`${code} at ${String(place)}${forGood ? ' on' : ''}: ${String(error)}`)
        }
        emptyDrive(bench)
      }
    }
  }
  report.tried += 1
  if (JSON.stringify(await factsOf(bench.records.database)) !== before) report.bad.push('the records changed')
}

/** Others work on while the drive takes its time. */
async function trySlow(bench: BackupBench, report: Report): Promise<void> {
  report.tried += 1
  const slow = watched(async () => {
    await bench.records.record(1)
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
  })
  await bench.make({ drive: slow })
  await expectWhole(bench).catch((error: unknown) => report.bad.push(`slow: ${String(error)}`))
  emptyDrive(bench)
}

/** The clock was set back, and others keep their files there too. */
async function tryClock(bench: BackupBench, report: Report): Promise<void> {
  const { keys, folder } = bench
  const other = await bench.make({ keys: { ...keys, seriesKey: newKey() }, now: NIGHT - 500 * DAY })
  const note = 'Practice 2020-01-01 0015.yarrow-backup'
  writeFileSync(join(folder, note), 'not a backup, and nobody’s to remove')
  const names: string[] = []
  for (const night of [5, 4, 0, 0, -1, -2]) names.push((await bench.make({ now: NIGHT + night * DAY })).name)
  await thinOut(fileDrive, folder, keys.seriesKey, NIGHT)
  const left = readdirSync(folder)
  // Of the two of one night the later is kept; it has the other name.
  for (const [place, name] of [other.name, note, ...names].entries()) {
    report.tried += 1
    const once = name === names[2] || name === names[3]
    if (!once && !left.includes(name)) report.bad.push(`clock: ${String(place)} ${name} is gone`)
  }
  report.tried += 1
  if (names.slice(2, 4).filter((name) => left.includes(name)).length !== 1)
    report.bad.push('clock: not one of the night')
  emptyDrive(bench)
}

const VAULT = 'walnuts under the stairs'

/** Killed before each of its steps. */
async function tryKills(report: Report, every: number): Promise<void> {
  const made = await backupBench({ passphrase: VAULT })
  // As the end does, which would add a row.
  await made.records.trail.sign()
  const before = JSON.stringify(await factsOf(made.records.database))
  await made.records.close()
  const { bench, folder, userData, keys } = made
  const order: BackupOrder = {
    ...{ records: bench.folder, vaultPassphrase: VAULT, userData, folder, now: NIGHT },
    keys: {
      recipient: keys.recipient.toString('base64'),
      passphrase: keys.passphrase,
      seriesKey: keys.seriesKey.toString('base64'),
    },
  }
  const processes = await killableProcesses<BackupOrder>('backup-child')
  try {
    for (let place = 1, ended = false; !ended; place += every) {
      const child = await processes.next()
      child.tell(order)
      let word = await child.word()
      for (let step = 1; step < place && word !== 'made'; step += 1) {
        child.tell('go')
        word = await child.word()
      }
      await child.kill()
      ended = word === 'made' || word.startsWith('ended')
      report.tried += 1
      try {
        if (word.startsWith('ended')) throw new Error(word)
        await emptyWorkFolder(userData)
        await expectWhole(made)
        if (ended && readdirSync(folder).filter(isBackupName).length === 0)
          throw new Error('nothing was made')
      } catch (error) {
        report.bad.push(`killed before ${word} (${String(place)}): ${String(error)}`)
      }
    }
    const records = await bench.open()
    report.tried += 1
    if (JSON.stringify(await factsOf(records.database)) !== before)
      report.bad.push('killed: the records changed')
    await records.close()
  } finally {
    await processes.stop()
    made.remove()
  }
}

/** `every`: of the steps at which a drive fails and the program is killed. */
export async function reportBackup(size: {
  cuts: number
  flips: number
  every: number
  seed: number
}): Promise<Report> {
  const report: Report = { tried: 0, bad: [] }
  const bench = await backupBench()
  try {
    await tryFiles(bench, report, size)
    emptyDrive(bench)
    await tryDrives(bench, report, size.every)
    await trySlow(bench, report)
    await tryClock(bench, report)
  } finally {
    await bench.records.close()
    bench.remove()
  }
  await tryKills(report, size.every)
  return report
}

export async function runBackup(seed: number) {
  const made = await reportBackup({ cuts: 1_000, flips: 1_000, every: 1, seed })
  const restored = await reportRestore({ places: 40, every: 1, seed })
  const bad = [...made.bad, ...restored.bad]
  for (const one of bad) console.error(one)
  const tried = made.tried + restored.tried
  const figure =
    'faults of drive, disk, file, program and clock while backups are made, opened and restored: half backups or restores that claim to be whole, harm to the records'
  return { id: 'S-50', figure, tried, bad: bad.length, seed }
}
