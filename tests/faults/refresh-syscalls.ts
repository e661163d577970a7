/**
 * S-07: SIGKILL at every syscall of one refresh, its commit and the first use of the new token. strace looks at one
 * thread, main with its sockets or the records' with SQLite, only between "go" and the end of the first use, and kills
 * the process at the k-th call of one kind, for every kind and every k until nothing fires any more.
 *
 * Left out are calls that neither the disk nor the network sees (memory, locks, clocks): after them the world is as it
 * was before, so a kill there is the kill at the call before.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Rotation } from '../../sandbox/settings'
import { type Rig, startRig } from '../integration/tokens-rig'
import type { FaultFigure } from './callbacks-crashes'
import type { ChildOrder } from './refresh-child'
import { killableProcesses, type KillableProcess, type Processes } from './killable'

const ACCOUNT = 'june.hartwell@meadowlark.example'
const UNSEEN =
  /^(futex|madvise|mmap|munmap|mprotect|mremap|brk|get\w+|sched_\w+|rt_sig\w+|clock_\w+|nanosleep|exit\w*|restart_syscall|strace|ioctl|clone3?|set_robust_list|rseq)$/

export type SyscallRun = {
  mode: Rotation
  journal: 'wal' | 'delete'
  /** Tries of each kind of call only every so many; 1, the full sweep, when left out. */
  every?: number
}

/** A figure, or why it could not be measured on this computer. */
export type SyscallFigure = FaultFigure & { skipped?: string; fired: number }

/** `tried`: points; `bad`: points after which no working session, or no rightful reconnect, was reached. */
export async function runRefreshSyscalls({ mode, journal, every = 1 }: SyscallRun): Promise<SyscallFigure> {
  const figure = `kill -9 at every syscall of refresh, persist and first use, rotation ${mode}, journal ${journal}`
  const empty = { id: 'S-07', figure, tried: 0, bad: 0, seed: 0, fired: 0 }
  const skipped = whyNoSyscalls()
  if (skipped) return { ...empty, skipped }
  const rig = await startRig({ sandbox: { rotation: mode } })
  const processes = await killableProcesses<ChildOrder>('refresh-child')
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-strace-'))
  try {
    const personId = await rig.connected()
    const sweep = new Sweep({ rig, processes, mode, journal, personId, log: join(folder, 'trace') })
    await rig.close()
    const calls = [...(await sweep.baseline('main')), ...(await sweep.baseline('records'))]
    for (const [kind, { thread, syscall, count }] of calls.entries()) {
      // Of a sample, each kind at least once, and not always at its first call.
      const from = 1 + (kind % Math.min(every, count))
      for (let k = from; ; k += every) {
        const fired = await sweep.killAt(thread, syscall, k)
        // A sample ends with the calls that were seen; the full sweep goes on until one k no longer fires.
        if (every > 1 ? k + every > count : k >= count && !fired) break
      }
    }
    await (await sweep.start()).child.kill()
    await rig.open()
    const kinds = [...sweep.firedAt].map(([syscall, times]) => `${syscall} ${String(times)}`).join(', ')
    const said = `${figure}; killed at ${String(sweep.fired)} of ${String(sweep.tried)} points: ${kinds}`
    return { ...empty, figure: said, tried: sweep.tried, bad: sweep.bad, fired: sweep.fired }
  } finally {
    await processes.stop()
    await rig.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Null when strace is here and may look at a process. */
export function whyNoSyscalls(): string | null {
  const { status } = spawnSync('strace', ['-e', 'inject=getpid:signal=SIGCONT:when=1', 'true'], {
    stdio: 'ignore',
  })
  return status === 0 ? null : 'strace is not installed or may not trace here'
}

type Thread = 'main' | 'records'
type Child = KillableProcess<ChildOrder>

class Sweep {
  tried = 0
  bad = 0
  fired = 0
  /** How often a kill fired, by the call that it came at. */
  readonly firedAt = new Map<string, number>()
  readonly #rig: Rig
  readonly #processes: Processes<ChildOrder>
  readonly #mode: Rotation
  readonly #log: string
  readonly #order: Omit<ChildOrder, 'role'>

  constructor(options: {
    rig: Rig
    processes: Processes<ChildOrder>
    mode: Rotation
    journal: 'wal' | 'delete'
    personId: string
    log: string
  }) {
    const { rig, journal, personId } = options
    const keys = rig.keysOf('june')
    this.#rig = rig
    this.#processes = options.processes
    this.#mode = options.mode
    this.#log = options.log
    this.#order = {
      file: rig.file,
      journal,
      personId,
      databaseKey: rig.key.toString('hex'),
      personKey: keys.personKey.toString('hex'),
      practiceKey: keys.practiceKey.toString('hex'),
    }
  }

  /** How often each kind of call happens in a refresh that nobody disturbs. */
  async baseline(thread: Thread): Promise<{ thread: Thread; syscall: string; count: number }[]> {
    const word = await this.#traced(thread, ['-o', this.#log])
    if (word !== 'working') throw new Error(`An undisturbed refresh ended with ${word}`)
    const counts = new Map<string, number>()
    for (const line of readFileSync(this.#log, 'utf8').split('\n')) {
      const syscall = /^(?:\d+ +)?([a-z_0-9]+)\(/.exec(line)?.[1]
      if (syscall && !UNSEEN.test(syscall)) counts.set(syscall, (counts.get(syscall) ?? 0) + 1)
    }
    return [...counts].map(([syscall, count]) => ({ thread, syscall, count }))
  }

  /** Kills at the k-th call of a kind; the next start looks. False when there was no such call any more. */
  async killAt(thread: Thread, syscall: string, k: number): Promise<boolean> {
    const inject = `inject=${syscall}:signal=SIGKILL:when=${k}`
    const word = await this.#traced(thread, ['-e', `trace=${syscall}`, '-e', inject, '-o', this.#log])
    const fired = word === 'killed'
    if (!fired && word !== 'working') this.bad += 1
    if (fired) {
      this.fired += 1
      this.firedAt.set(syscall, (this.firedAt.get(syscall) ?? 0) + 1)
    }
    this.tried += 1
    return fired
  }

  /**
   * The start after a kill, and before the next: a process that has reached a working session. `records`: the thread of the
   * records, as the system numbers it.
   */
  async start(): Promise<{ child: Child; records: string }> {
    const first = await this.#open()
    if (first.records !== undefined) return { child: first.child, records: first.records }
    // Immediate rotation: the reply died with the process, so nobody has a live refresh token (F-315).
    const rightful = this.#mode === 'immediate' && first.word === 'failed fullscript-reconnect-needed'
    if (!rightful) this.bad += 1
    await this.#rig.open()
    await this.#rig.signIn('june')
    await this.#rig.connect(ACCOUNT)
    await this.#rig.close()
    const again = await this.#open()
    if (again.records === undefined) throw new Error(`Connected anew, a start ended with ${again.word}`)
    return { child: again.child, records: again.records }
  }

  async #open(): Promise<{ child: Child; word: string; records?: string | undefined }> {
    const child = await this.#processes.next()
    child.tell({ ...this.#order, role: 'once' })
    const word = await child.word()
    const records = /^opened (\d+)$/.exec(word)?.[1]
    if (records === undefined) await child.kill()
    return { child, word, records }
  }

  /** Runs one refresh under strace; answers the child's last word. */
  async #traced(thread: Thread, options: string[]): Promise<string> {
    const { child, records } = await this.start()
    const traced = thread === 'main' ? String(child.pid) : records
    const strace = spawn('strace', [...options, '-p', traced], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const gone = new Promise((resolve) => strace.on('exit', resolve))
    for await (const line of createInterface({ input: strace.stderr })) if (line.includes('attached')) break
    child.tell('go')
    const last = await child.word()
    if (last !== 'killed') await child.kill()
    await gone
    return last
  }
}
