/**
 * S-19: somebody guesses in a process of its own on the real encrypted records, ends it with kill -9 at a chosen moment
 * of most tries, starts it again, and sets the computer's clock by a day before each. Counted by true time, which only
 * the monotonic clock of each process and the time between them make up.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/main/platform/clock/clock'
import { newKey } from '../../src/main/platform/crypto/seal'
import { migrate } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import type { FaultFigure } from './callbacks-crashes'
import { GUESS_WAYS, MOMENTS, type GuessAnswer, type GuessOrder } from './guess-order'
import { killableProcesses, type KillableProcess } from './killable'
import { seeded } from './seeded'
import { peopleOver } from '../support/benches/people'
import { recordsWorker } from '../support/records-worker'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MOST_IN_AN_HOUR = 20
const PASSWORD = 'a green meadow in the rain'
const GUESSES = { password: 'a yellow meadow in the sun', code: 'AAAA-BBBB-CCCC-DDDD', recovery: 'AAAA-BBBB' }
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

export type GuessRun = {
  /** True hours of guessing. */
  hours: number
  seed: number
  /** Who moves the clock: a number given to the process, or the system's own clock as libfaketime shows it. */
  clock: 'given' | 'faketime'
}

/** What came of it: `moments` how often the process was killed at each; `answers` by failure code. */
export type GuessReport = {
  looked: number
  mostInAnHour: number
  bypasses: number
  moments: Record<string, number>
  answers: Record<string, number>
  /** At the end, after the whole wait, the right password opens: otherwise a program that refuses all would pass. */
  opensAtLast: boolean
}

/** A practice with one account in an encrypted file. */
async function makeRecords() {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-guesses-'))
  const [file, key] = [join(folder, 'yarrow.db'), newKey()]
  const database = await recordsWorker.open({ file, key, mode: 'create', newestVersion: NEWEST_VERSION })
  await migrate(database, migrations)
  const people = peopleOver({ database, clock: systemClock })
  const june = { username: 'june', displayName: 'June', credentials: '', npi: '', role: 'staff' as const }
  await people.createPerson({ ...june, password: PASSWORD }, newKey())
  await database.destroy()
  return { folder, open: { file, databaseKey: key.toString('hex') } }
}

/** Null when libfaketime is here. */
export const whyNoFaketime = (): string | null =>
  existsSync(FAKETIME) ? null : 'libfaketime is not installed'

class Attacker {
  readonly report: GuessReport = {
    looked: 0,
    mostInAnHour: 0,
    bypasses: 0,
    moments: {},
    answers: {},
    opensAtLast: false,
  }
  readonly #lookedAt: number[] = []
  readonly #start: () => Promise<KillableProcess<GuessOrder>>
  readonly #setClock: (milliseconds: number) => number
  #child: KillableProcess<GuessOrder> | null = null
  /** True time that was let pass beside the real one: all, and since the process began. */
  #skipped = 0
  #passed = 0
  #wall = 0

  constructor(
    start: () => Promise<KillableProcess<GuessOrder>>,
    /** Answers with what is left for the process to add to its clock. */
    setClock: (milliseconds: number) => number,
  ) {
    this.#start = start
    this.#setClock = setClock
  }

  /** Milliseconds of true time. */
  now(): number {
    return performance.now() + this.#skipped
  }

  wait(milliseconds: number) {
    this.#skipped += milliseconds
    this.#passed += milliseconds
  }

  moveClock(milliseconds: number) {
    this.#wall = this.#setClock(milliseconds)
  }

  /** Milliseconds until a try is free, as the program says; null when it was killed. */
  async guess(
    way: (typeof GUESS_WAYS)[number],
    secret: string,
    dieAt: (typeof MOMENTS)[number] | null,
  ): Promise<GuessAnswer | null> {
    const child = (this.#child ??= await this.#restart())
    child.tell({ way, secret, wall: this.#wall, passed: this.#passed, dieAt })
    let word = await child.word()
    if (word === 'looking') {
      this.#lookedAt.push(this.now())
      word = await child.word()
    }
    if (word === 'killed') {
      this.#child = null
      const at = String(dieAt)
      this.report.moments[at] = (this.report.moments[at] ?? 0) + 1
      return null
    }
    const answer = JSON.parse(word) as GuessAnswer
    const code = answer.opened ? 'opened' : answer.code
    this.report.answers[code] = (this.report.answers[code] ?? 0) + 1
    return answer
  }

  /** Ends the process after an answer. */
  async kill() {
    if (!this.#child) return
    await this.#child.kill()
    this.#child = null
    this.report.moments.answered = (this.report.moments.answered ?? 0) + 1
  }

  async #restart(): Promise<KillableProcess<GuessOrder>> {
    const child = await this.#start()
    const [, kept] = /^tries (\d+)$/.exec(await child.word()) ?? []
    // Each secret that was looked at was counted before, durably.
    if (Number(kept) < this.#lookedAt.length) this.report.bypasses += this.#lookedAt.length - Number(kept)
    this.#passed = 0
    return child
  }

  sumUp(): GuessReport {
    const most = this.#lookedAt.map(
      (from) => this.#lookedAt.filter((at) => at >= from && at < from + HOUR).length,
    )
    return { ...this.report, looked: this.#lookedAt.length, mostInAnHour: Math.max(0, ...most) }
  }
}

export async function guessAndKill({ hours, seed, clock }: GuessRun): Promise<GuessReport> {
  const random = seeded(seed)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const { folder, open } = await makeRecords()
  const offsetFile = join(folder, 'clock')
  const setSystemClock = (milliseconds: number) => {
    writeFileSync(offsetFile, `${milliseconds < 0 ? '-' : '+'}${String(Math.abs(milliseconds) / 1000)}\n`)
    return 0
  }
  if (clock === 'faketime') setSystemClock(0)
  const moved = {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: offsetFile,
    FAKETIME_NO_CACHE: '1',
    // Whoever sets a computer's clock does not move its monotonic one.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  const processes = await killableProcesses<GuessOrder>(
    'guess-child',
    clock === 'faketime' ? { ...process.env, ...moved } : process.env,
  )
  const attacker = new Attacker(
    async () => {
      const child = await processes.next()
      child.tell({ open })
      return child
    },
    clock === 'faketime' ? setSystemClock : (milliseconds) => milliseconds,
  )
  try {
    const end = attacker.now() + hours * HOUR
    let [waited, round] = [0, 0]
    while (attacker.now() < end) {
      attacker.moveClock(pick([-DAY, 0, DAY]))
      const way = pick(GUESS_WAYS)
      // Where a secret can be looked at, every moment has its turn.
      const free = waited === 0
      const moment = MOMENTS.find((one) => !attacker.report.moments[one]) ?? MOMENTS[round++ % MOMENTS.length]
      const dieAt = free ? moment : random() < 0.3 ? pick(MOMENTS) : null
      const early = way === 'password' && !free
      const answer = await attacker.guess(way, early ? PASSWORD : GUESSES[way], dieAt ?? null)
      if (answer?.opened) attacker.report.bypasses += 1
      waited = answer?.retryIn ?? 0
      if (random() < 0.15) await attacker.kill()
      // By turns the wait that was told, less than it, and none.
      const patience = pick([0, 0, 0.5, 1])
      attacker.wait(waited * patience + 1)
      if (patience === 1) waited = 0
    }
    await attacker.kill()
    await attacker.guess('password', PASSWORD, null)
    attacker.wait(HOUR)
    attacker.report.opensAtLast = (await attacker.guess('password', PASSWORD, null))?.opened === true
    return attacker.sumUp()
  } finally {
    await attacker.kill()
    await processes.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `tried`: guesses that got through to a secret; `bad`: above 20 in any hour, and ways around the count. */
export async function runGuessKills(run: GuessRun): Promise<FaultFigure & { skipped?: string }> {
  const skipped = run.clock === 'faketime' ? whyNoFaketime() : null
  const by = run.clock === 'faketime' ? 'the system’s clock, as libfaketime shows it,' : 'the clock'
  const figure = `guesses in ${String(run.hours)} hours with kill -9 at every moment of a try and ${by} set by a day`
  if (skipped !== null) return { id: 'S-19', figure, tried: 0, bad: 0, seed: run.seed, skipped }
  const { looked, mostInAnHour, bypasses, moments, opensAtLast } = await guessAndKill(run)
  const kills = Object.values(moments).reduce((sum, count) => sum + count, 0)
  return {
    id: 'S-19',
    figure: `${figure}: ${String(kills)} kills, at most ${String(mostInAnHour)} guesses in an hour`,
    tried: looked,
    bad: bypasses + Math.max(0, mostInAnHour - MOST_IN_AN_HOUR) + (opensAtLast ? 0 : 1),
    seed: run.seed,
  }
}
