/**
 * S-16: eight states of a keychain, each at a first start and with an existing vault, on a real gnome-keyring through
 * keytar. Each must get its own answer, in time; no entry may be written over; and an existing vault must open with
 * what was in it as soon as the keychain is back.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageState } from '../../src/shared/contract/app'
import { KeyringSession, whyNoKeyring } from '../keychain/keyring-session'
import { buildVaultChild, vaultProcess, type VaultProcess } from '../keychain/vault-process'

/** F-618: an answer takes at most ten seconds of waiting and two of work. */
const ANSWER_WITHIN_MS = 12_000
/** The program's own. */
const PATIENCE_MS = 10_000

/** `open`, a failure's code, or `passphrase first`. */
type Answer = string
const answerOf = (state: StorageState): Answer => {
  if (state.state === 'failed') return state.failure.code
  if (state.state === 'passphrase-needed') return state.first ? 'passphrase first' : 'passphrase'
  return state.state
}

export type StateReport = { state: string; start: 'first' | 'existing'; problems: string[] }

type Case = {
  state: string
  start: 'first' | 'existing'
  expected: Answer
  /** Brings the trouble about; answers where the vault is opened then. */
  trouble: (bench: Bench) => Promise<NodeJS.ProcessEnv | null> | NodeJS.ProcessEnv | null
  /** Ends the trouble. */
  mend?: (bench: Bench) => Promise<void> | void
  description?: string
}

/** What one case works with; `other` is a second keyring, made when a case asks for it. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'yarrow-vault-'))
  #others: KeyringSession[] = []
  #processes = new Map<NodeJS.ProcessEnv, VaultProcess>()
  key: string | null = null

  constructor(
    readonly program: string,
    readonly session: KeyringSession,
  ) {}

  /** The process of an environment, the session's own when none is named. */
  in(env: NodeJS.ProcessEnv = this.session.env): VaultProcess {
    const known = this.#processes.get(env)
    if (known) return known
    const made = vaultProcess(this.program, env)
    this.#processes.set(env, made)
    return made
  }

  /** What follows runs in new processes, as after a restart of the program. */
  async restart() {
    for (const made of this.#processes.values()) await made.stop()
    this.#processes.clear()
  }

  async other(kind: 'unlocked' | 'no-collection') {
    const session = await KeyringSession.start(kind)
    this.#others.push(session)
    return session
  }

  async entry(): Promise<string | null> {
    const read = await this.in().read(this.folder)
    if (!read.ok) throw new Error(`The keyring did not answer: ${read.failure.code}`)
    return read.value
  }

  async stop() {
    this.session.thaw()
    await this.restart()
    for (const session of [...this.#others, this.session]) await session.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const existing = (one: Omit<Case, 'start'>): Case => ({ ...one, start: 'existing' })
const first = (one: Omit<Case, 'start'>): Case => ({ ...one, start: 'first' })
const nothing = () => null
const WRONG_KEY = 'ab'.repeat(32)

const CASES: Case[] = [
  first({ state: 'ok', expected: 'open', trouble: nothing }),
  existing({ state: 'ok', expected: 'open', trouble: nothing }),
  first({ state: 'no bus', expected: 'passphrase first', trouble: ({ session }) => session.withoutBus }),
  existing({ state: 'no bus', expected: 'keychain-absent', trouble: ({ session }) => session.withoutBus }),
  first({
    state: 'no collection',
    expected: 'passphrase first',
    trouble: async (bench) => (await bench.other('no-collection')).env,
  }),
  existing({
    state: 'no collection',
    expected: 'keychain-absent',
    trouble: async (bench) => (await bench.other('no-collection')).env,
  }),
  ...[first, existing].map((start) =>
    start({
      state: 'locked',
      expected: 'keychain-locked',
      trouble: ({ session }) => {
        session.lock()
        return null
      },
      mend: ({ session }) => session.unlock(),
    }),
  ),
  first({
    state: 'entry deleted',
    expected: 'open',
    trouble: async (bench) => {
      await bench.in().write(bench.folder, WRONG_KEY)
      await bench.in().delete(bench.folder)
      return null
    },
  }),
  existing({
    state: 'entry deleted',
    expected: 'vault-key-missing',
    trouble: async (bench) => {
      await bench.in().delete(bench.folder)
      return null
    },
    mend: async (bench) => {
      if ((await bench.entry()) !== null) throw new Error('An entry was made')
      await bench.in().write(bench.folder, bench.key ?? '')
    },
  }),
  ...[first, existing].map((start) =>
    start({
      state: 'hanging',
      expected: 'keychain-timeout',
      trouble: ({ session }) => {
        session.freeze()
        return null
      },
      mend: ({ session }) => {
        session.thaw()
      },
    }),
  ),
  first({
    state: 'wrong value',
    expected: 'vault-key-wrong',
    trouble: async (bench) => {
      await bench.in().write(bench.folder, 'not a key')
      return null
    },
    mend: async (bench) => {
      if ((await bench.entry()) !== 'not a key') throw new Error('The entry was written over')
      await bench.in().delete(bench.folder)
    },
  }),
  existing({
    state: 'wrong value',
    expected: 'vault-key-wrong',
    trouble: async (bench) => {
      await bench.in().write(bench.folder, WRONG_KEY)
      return null
    },
    mend: async (bench) => {
      if ((await bench.entry()) !== WRONG_KEY) throw new Error('The entry was written over')
      await bench.in().write(bench.folder, bench.key ?? '')
    },
  }),
  first({
    state: 'another keychain',
    expected: 'open',
    description: 'another keychain',
    trouble: async (bench) => (await bench.other('unlocked')).env,
  }),
  existing({
    state: 'another keychain',
    expected: 'vault-key-missing',
    description: 'another keychain',
    trouble: async (bench) => (await bench.other('unlocked')).env,
  }),
]

/** What was wrong with the case; nothing when all was as it must be. */
async function problemsOf(one: Case, program: string, hangingMs: number): Promise<string[]> {
  const bench = new Bench(program, await KeyringSession.start('unlocked'))
  const problems: string[] = []
  const expect = (right: boolean, problem: string) => {
    if (!right) problems.push(problem)
  }
  try {
    if (one.start === 'existing') {
      const made = await bench.in().open(bench.folder, PATIENCE_MS)
      expect(made.state.state === 'open', `could not be made: ${answerOf(made.state)}`)
      bench.key = await bench.entry()
    }
    const env = (await one.trouble(bench)) ?? bench.session.env
    const patience = one.state === 'hanging' ? hangingMs : PATIENCE_MS
    const troubled = await bench.in(env).open(bench.folder, patience, one.description)
    expect(answerOf(troubled.state) === one.expected, `answered ${answerOf(troubled.state)}`)
    expect(troubled.milliseconds < ANSWER_WITHIN_MS, `took ${String(troubled.milliseconds)} ms`)
    if (one.start === 'first' && one.expected !== 'open') {
      expect(!existsSync(join(bench.folder, 'yarrow.db')), 'made a vault without a key')
    }
    await one.mend?.(bench)
    await bench.restart()
    if (one.start === 'existing') {
      expect((await bench.entry()) === bench.key, 'the key was written over')
      const mended = await bench.in().open(bench.folder, PATIENCE_MS)
      expect(mended.state.state === 'open', `afterwards answered ${answerOf(mended.state)}`)
      expect((mended.rows ?? 0) >= 1, 'afterwards what was saved is gone')
    } else if (one.expected !== 'open') {
      const mended = await bench.in().open(bench.folder, PATIENCE_MS)
      expect(mended.state.state === 'open' && mended.rows === 0, `afterwards ${answerOf(mended.state)}`)
    }
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
  } finally {
    await bench.stop()
  }
  return problems
}

/** `hangingMs`: how long a hanging keychain is waited for; the program's own ten seconds when left out. */
export async function reportKeychainStates(hangingMs = PATIENCE_MS): Promise<StateReport[]> {
  const { program, remove } = await buildVaultChild()
  try {
    const reports: StateReport[] = []
    const cases = CASES.entries()
    const work = async () => {
      for (const [place, one] of cases) {
        const problems = await problemsOf(one, program, hangingMs)
        reports[place] = { state: one.state, start: one.start, problems }
      }
    }
    // Each has a keyring and a folder of its own, and mostly waits.
    await Promise.all([work(), work(), work()])
    return reports
  } finally {
    remove()
  }
}

export async function runKeychainStates(): Promise<{
  id: 'S-16'
  figure: string
  tried: number
  bad: number
  seed: number
}> {
  const reason = whyNoKeyring()
  if (reason !== null) return { id: 'S-16', figure: `not tried: ${reason}`, tried: 0, bad: 0, seed: 0 }
  const reports = await reportKeychainStates()
  const bad = reports.filter(({ problems }) => problems.length > 0).length
  return { id: 'S-16', figure: 'keychain states on a real keyring', tried: reports.length, bad, seed: 0 }
}
