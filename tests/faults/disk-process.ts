/** Runs disk-child.ts on a fresh encrypted file under strace, and reads afterwards what is in the file. */
import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { unguarded } from '../../src/main/records/handles'
import { migrate } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { registerTestStation } from '../../src/main/records/temporary-database'
import { newKey } from '../../src/main/platform/crypto/seal'
import { buildChild } from './build-child'
import { recordsWorker } from '../support/records-worker'

/** Null when strace is here and may change what a process of ours is answered. */
export function whyNoStrace(): string | null {
  const { status } = spawnSync('strace', ['-e', 'inject=getpid:signal=SIGCONT:when=1', 'true'], {
    stdio: 'ignore',
  })
  return status === 0 ? null : 'strace is not installed or may not trace here'
}

/** What the child said, e.g. `saved 3`, and the trace that strace wrote. */
export type DiskRun = { lines: string[]; trace: string }

export type DiskBench = Awaited<ReturnType<typeof diskBench>>

/** A file with all tables and no row; each run begins with a copy of it in `place`. */
export async function diskBench() {
  const program = await buildChild('disk-child')
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-disk-'))
  const [base, place, said, trace] = ['base.db', 'yarrow.db', 'said', 'trace'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  const key = newKey()
  const database = await recordsWorker.open({
    file: base,
    key,
    mode: 'create',
    newestVersion: NEWEST_VERSION,
  })
  await migrate(database, migrations)
  await registerTestStation(unguarded(database))
  await database.destroy()

  /** Puts a fresh file in place and lets the child save that many rows; `options`: for strace. */
  const run = (count: number, options: string[]): DiskRun => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(place + end, { force: true })
    cpSync(base, place)
    const out = openSync(said, 'w')
    const paths = [place, `${place}-wal`, said, folder].flatMap((path) => ['-P', path])
    spawnSync(
      'strace',
      [
        // The records have a thread of their own. Other calls than those that are traced go on at full speed.
        ...['-f', '--seccomp-bpf'],
        ...options,
        ...paths,
        '-o',
        trace,
        process.execPath,
        program,
        place,
        key.toString('hex'),
        String(count),
      ],
      { stdio: ['ignore', out, 'inherit'] },
    )
    closeSync(out)
    return { lines: readFileSync(said, 'utf8').trimEnd().split('\n'), trace: readFileSync(trace, 'utf8') }
  }

  /** Times of the rows in the file after opening it again; null when SQLite finds it damaged. */
  const found = async (): Promise<number[] | null> => {
    const again = await recordsWorker.open({ file: place, key, mode: 'write', newestVersion: NEWEST_VERSION })
    try {
      const { rows } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(again)
      if (rows[0]?.integrityCheck !== 'ok') return null
      return (await again.selectFrom('auditEvent').select('at').orderBy('at').execute()).map(({ at }) => at)
    } finally {
      await again.destroy()
    }
  }
  const dispose = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { base, place, folder, run, found, dispose }
}

/** Numbers of the transactions of which the child said that; e.g. all that were `saved`. */
export const numbersOf = (lines: string[], word: 'saved' | 'failed'): number[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(' ')[1]))

/** The transactions whose rows these are; null when a transaction is there by half. */
export function wholeTransactions(times: number[]): number[] | null {
  const halves = new Map<number, number>()
  for (const at of times) halves.set(Math.floor(at / 10), (halves.get(Math.floor(at / 10)) ?? 0) + 1)
  return [...halves.values()].every((rows) => rows === 2) ? [...halves.keys()] : null
}
