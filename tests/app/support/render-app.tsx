/**
 * The whole app in one process: React in a DOM emulator, the real preload, the real bridge, the real services over a copy
 * of the seeded demo practice. Only Electron itself is replaced (electron.ts), and where the computer begins (main.ts).
 */
import { act, cleanup, configure, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { cpSync } from 'node:fs'
import { StrictMode } from 'react'
import { inject, onTestFinished } from 'vitest'
import type { Services } from '../../../src/main/app/platform'
import { BridgeEvents, type WindowEvents } from '../../../src/main/bridge/events'
import { listenOnBridge } from '../../../src/main/bridge/listen'
import { answersOf } from '../../../src/main/bridge/register-bridge'
import { MemoryKeychain } from '../../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../../src/main/platform/logging/logger'
import { DEMO_PASSWORD } from '../../../src/main/practice/demo-practice'
import { temporaryFolder } from '../../../src/main/records/temporary-database'
import '../../../src/preload/index'
import { App } from '../../../src/renderer/src/app'
import { windowCalls, type Output, type WindowBridge } from '../../../src/shared/contract'
import { bridgeNames } from '../../../src/shared/contract/bridge-names'
import { everyCallChannel, windowChannel } from '../../../src/shared/contract/channels'
import type { CallContract } from '../../../src/shared/contract/contract'
import type { PatientRow } from '../../../src/shared/contract/patients'
import type { Person } from '../../../src/shared/contract/people'
import type { FirstScreen } from '../../../src/shared/contract/app'
import { ok, type Result } from '../../../src/shared/failures'
import { exposed, PAGE, webContents, wire } from './electron'
import { Fullscript } from './fullscript'
import { Computer, startMain } from './main'

// The first test of a file also loads the screens.
// Working out for every element whether it is hidden takes the emulator seconds.
configure({ asyncUtilTimeout: 20_000, defaultHidden: true })

export const PASSWORD = DEMO_PASSWORD
type Username = 'june' | 'tomas' | 'priya'

type Calls = typeof windowCalls
type Area = keyof Calls
type Name<A extends Area> = keyof Calls[A] & string
type Answer<A extends Area, N extends Name<A>> = Result<Output<Calls[A][N]>>

export type Beginning = {
  /** Who is signed in: June, practitioner and administrator, unless told; null: nobody. */
  as?: Username | null
  /** False: an empty computer, as at the first start. */
  demo?: boolean
  /**
   * A local Fullscript beside it; `connected`: whoever is signed in has an account there; `clinic`: the practice's app
   * works through clinics, and whoever is signed in has connected theirs.
   */
  fullscript?: 'there' | 'connected' | 'clinic'
  /** How the computer is before Yarrow starts on it. */
  computer?: (computer: Computer) => void
  /** What was done before the page is drawn. */
  before?: (app: RunningApp) => Promise<void>
}

/** Main and its bridge, without a page. */
export class RunningApp {
  /** As the preload exposes it. */
  readonly bridge = exposed['yarrow'] as WindowBridge
  /** What the page asked for, in order. */
  readonly calls: { name: string; input: unknown }[] = []
  readonly #events: WindowEvents = new BridgeEvents({ window: () => webContents, logger })
  readonly #instead = new Map<string, Instead>()
  /** Where it was asked for. */
  fullscript: Fullscript | null = null
  #services: Services | null = null
  #takeAway = () => {}

  constructor(
    readonly computer: Computer,
    readonly demo: boolean,
  ) {}

  get services(): Services {
    if (!this.#services) throw new Error('Main is not running')
    return this.#services
  }

  /** As Yarrow starts. */
  async start(more: Partial<Parameters<typeof startMain>[0]> = {}) {
    const { computer, demo } = this
    const services = await startMain({ computer, events: this.#events, demo, ...more })
    this.#services = services
    const answers = answersOf({
      ...{ window: services.window, embed: services.embedPage, gate: services.gate, logger },
      trustedWindow: () => PAGE,
      trustedEmbed: () => null,
      clock: computer.clock,
    })
    this.#takeAway = listenOnBridge(everyCallChannel(bridgeNames), () => Promise.resolve(answers))
    wire.between = async (channel, input, main) => {
      const name = channel.slice(channel.indexOf(':') + 1)
      this.calls.push({ name, input })
      const instead = this.#instead.get(channel)
      return instead ? instead(input, main) : main()
    }
  }

  /** As Yarrow quits. */
  async stop() {
    this.#takeAway()
    wire.between = wire.straight
    await this.#services?.stop()
    this.#services = null
  }

  async signIn(username: Username) {
    done(await this.bridge.people.signIn({ username, password: PASSWORD, code: null }))
  }

  inputs(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input)
  }

  /** How often a call was made. */
  count(name: string): number {
    return this.inputs(name).length
  }

  /**
   * From now on a call is answered by `answer` instead of main, for what the services reach only with difficulty: a
   * failure, a slow answer. An answer that the contract does not know is an error of the test. Returns the way back.
   */
  instead<A extends Area, N extends Name<A>>(
    area: A,
    name: N,
    answer: Answer<A, N> | ((input: never, main: () => Promise<Answer<A, N>>) => unknown),
  ): () => void {
    const channel = windowChannel(area, name)
    const { output } = (windowCalls[area] as Record<string, CallContract>)[name] as CallContract
    this.#instead.set(channel, async (input, main) => {
      const result = (await (typeof answer === 'function'
        ? answer(input as never, main as never)
        : answer)) as Result<unknown>
      return result.ok ? { ok: true, value: output.parse(result.value) } : result
    })
    return () => void this.#instead.delete(channel)
  }

  /** From now on a call gets no answer, until the function that comes back is called; then main's own. */
  hold<A extends Area>(area: A, name: Name<A>): () => void {
    let go = () => {}
    const gate = new Promise<void>((resolve) => (go = resolve))
    this.instead(area, name, (_input, main) => gate.then(main))
    return () => {
      this.#instead.delete(windowChannel(area, name))
      go()
    }
  }

  /** Replaces part of what main says at the beginning: who is signed in, what state the records are in. */
  insteadAtFirst(part: Partial<FirstScreen>) {
    this.instead('app', 'firstScreen', async (_input, main) => ok({ ...done(await main()), ...part }))
  }

  /** Sends an event as main does. */
  readonly tell: WindowEvents['send'] = (area, name, payload) => {
    this.#events.send(area, name, payload)
  }
}

type Instead = (input: unknown, main: () => Promise<unknown>) => Promise<unknown>

/** Main over a copy of the seeded practice, with whoever shall be at work; ends with the test. */
export async function startApp({
  as = 'june',
  demo = true,
  fullscript: wanted,
  computer,
  before,
}: Beginning = {}): Promise<RunningApp> {
  const fullscript = wanted ? await Fullscript.start(wanted === 'clinic' ? 'clinic' : 'role') : null
  const { folder, remove } = temporaryFolder()
  const seed = inject('seed')
  if (demo) cpSync(seed.folder, folder, { recursive: true })
  const app = new RunningApp(new Computer(folder, new MemoryKeychain(demo ? seed.keychain : {})), demo)
  onTestFinished(async () => {
    cleanup()
    await app.stop()
    remove()
  })
  fullscript?.reachedBy(app.computer)
  computer?.(app.computer)
  await app.start({
    localApplication: fullscript?.application ?? null,
    loopbackPorts: fullscript?.ports ?? null,
  })
  app.fullscript = fullscript
  if (demo && as) await app.signIn(as)
  if (wanted === 'clinic') await fullscript?.worksThroughClinics(app)
  if (wanted !== 'there') await fullscript?.connect(app)
  await before?.(app)
  app.calls.length = 0
  return app
}

/** Draws the app at an address, mounted twice over as in development. `happen`: lets React answer to what it does. */
export async function renderApp(path: string, beginning: Beginning = {}) {
  const app = await startApp(beginning)
  return draw(app, path)
}

export function draw(app: RunningApp, path: string) {
  window.history.replaceState(null, '', path)
  render(
    <StrictMode>
      <App bridge={app.bridge} env="test" />
    </StrictMode>,
  )
  const happen = (change: () => unknown) =>
    act(async () => {
      await change()
    })
  /** Only where Fullscript was asked for. */
  const fullscript = app.fullscript as Fullscript
  return { app, bridge: app.bridge, fullscript, user: userEvent.setup(), happen }
}

export const NEW_PASSWORD = 'seven quiet herons'
/** A practice of one's own, on an empty computer; its first administrator is signed in. Answers with the recovery code. */
export async function newPractice({ bridge }: RunningApp): Promise<string> {
  const administrator = { displayName: 'Wren', credentials: '', npi: '', role: 'administrator' as const }
  const input = { practiceName: 'Cedar Hollow', region: 'US' as const, username: 'wren' }
  return done(await bridge.setup.createPractice({ ...input, password: NEW_PASSWORD, administrator }))
    .recoveryCode
}

/** What a call answered; a failure ends the test. */
export function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.failure)}`)
  return result.value
}

/** One of the practice's patients. */
export function patientNamed(givenName: string): PatientRow {
  const found = inject('seed').patients.find((patient) => patient.givenName === givenName)
  if (!found) throw new Error(`Nobody is called ${givenName}`)
  return found
}

/** Somebody who works in the practice. */
export function colleague(username: Username): Person {
  const found = inject('seed').people.find((person) => person.username === username)
  if (!found) throw new Error(`Nobody is called ${username}`)
  return found
}

/** What the person signed in has half-typed, as text to look into. */
export async function draftsOf({ bridge }: RunningApp): Promise<string> {
  return JSON.stringify(done(await bridge.drafts.mine()).drafts)
}
