/**
 * S-27, the whole app: somebody sets the computer's clock while Yarrow runs in real Electron, and before it starts. What
 * main and all pages take for the time is moved together; the monotonic clock goes on, as it does when a clock is set.
 *
 * libfaketime, which moves the time of every process from outside, is too slow for Chromium: loaded into it, Yarrow shows
 * no sign-in screen within 50 s (4 s without).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import type { windowCalls } from '../../src/shared/contract'
import { NO_AUDIT_FILTER, type AuditRow, type AuditState } from '../../src/shared/contract/audit'
import type { SessionState } from '../../src/shared/contract/people'
import { LocalFullscript } from '../support/local-fullscript'
import { idleFor, unlock, waitForLock } from '../support/lock'
import { addPlan, connectAccount, june, signIn, waitForEmbed } from '../support/people'
import { SystemBrowser } from '../support/system-browser'
import { Yarrow } from '../support/yarrow'
import type { FaultFigure } from './callbacks-crashes'
import { isWrong, OFFSETS, type Decision } from './clock-abuse'

const TWO_HOURS_MS = 7_300_000
const WRONG = 'a yellow meadow in the sun'
/** After these every further try has to wait. */
const FREE_TRIES = 6

/** Runs in the app's processes: the clock there is `globalThis.wrongBy` milliseconds wrong from here on. */
const MOVED_CLOCK = `
  if (!('wrongBy' in globalThis)) {
    globalThis.wrongBy = 0
    const RealDate = Date
    const now = () => RealDate.now() + globalThis.wrongBy
    globalThis.Date = new Proxy(RealDate, {
      construct: (date, given) => (given.length ? new date(...given) : new date(now())),
      get: (date, key) => (key === 'now' ? now : Reflect.get(date, key)),
    })
  }`

type Answer = { ok: boolean; failure?: { code: string }; value?: unknown }

/** A call of the bridge, past the screen. */
const ask = (
  { window }: Yarrow,
  area: keyof typeof windowCalls,
  name: string,
  input?: object,
): Promise<Answer> =>
  window.evaluate(
    ([of, call, given]) => {
      const bridge = (
        globalThis as unknown as {
          yarrow: Record<string, Record<string, (input?: unknown) => Promise<Answer>>>
        }
      ).yarrow
      const found = bridge[of]?.[call]
      if (!found) throw new Error(`There is no ${of}.${call}`)
      return found(given ?? undefined)
    },
    [area, name, input ?? null] as const,
  )

const tryAs = (yarrow: Yarrow, username: string, password: string) =>
  ask(yarrow, 'people', 'signIn', { username, password, code: null })

class World {
  readonly #folder = mkdtempSync(join(tmpdir(), 'yarrow-clock-'))
  readonly #userData = join(this.#folder, 'data')
  readonly decisions: Decision[] = []
  offset = ''

  constructor(
    readonly fullscript: LocalFullscript,
    readonly browser: SystemBrowser,
  ) {}

  /** With the clock already wrong when the first line of main runs. */
  async start(wrongBy: number): Promise<Yarrow> {
    const preload = join(this.#folder, 'clock.cjs')
    writeFileSync(preload, `${MOVED_CLOCK}\nglobalThis.wrongBy = ${String(wrongBy)}\n`)
    const yarrow = await Yarrow.start({
      userData: this.#userData,
      localFullscript: this.fullscript.info.http,
      localApplication: this.fullscript.application,
      browser: this.browser.command,
      args: ['-r', preload],
      env: { YARROW_QUICK_KEYS: '1' },
    })
    await setClock(yarrow, wrongBy)
    return yarrow
  }

  decide(what: string, expected: unknown, actual: unknown) {
    this.decisions.push({ offset: this.offset, what, expected, actual })
  }

  async counters() {
    return this.fullscript.control<{ refreshes: number; grantsIssued: number }>('counters')
  }

  forget() {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** In main, in the window, and in the page that hosts Fullscript, now or when it is made. */
async function setClock({ app }: Yarrow, milliseconds: number) {
  const script = `${MOVED_CLOCK}; globalThis.wrongBy = ${String(milliseconds)}`
  await app.context().addInitScript(script)
  await Promise.all(app.windows().map((page) => page.evaluate(script)))
  await app.evaluate((_electron, wrongBy) => {
    Object.assign(globalThis, { wrongBy })
  }, milliseconds)
}

async function openPlan(yarrow: Yarrow): Promise<boolean> {
  await addPlan(yarrow.window)
  const ready = await seen(waitForEmbed(yarrow.window))
  if (ready) await yarrow.window.getByRole('button', { name: 'Close Fullscript' }).click()
  return ready
}
const seen = (waited: Promise<void>) =>
  waited.then(
    () => true,
    () => false,
  )

/** Rows of the record behind a number, in their order. */
async function auditRows(yarrow: Yarrow, behind: number): Promise<AuditRow[]> {
  const search = { ...NO_AUDIT_FILTER, sort: 'at', descending: true, limit: 500, offset: 0 }
  const answer = await ask(yarrow, 'audit', 'search', search)
  const { rows } = answer.value as { rows: AuditRow[] }
  return rows.filter(({ seq }) => seq > behind).sort((one, other) => one.seq - other.seq)
}

/** With the clock set while June is at work and Priya's name has to wait. */
async function whileItRuns(world: World, yarrow: Yarrow, jump: (now: number) => number) {
  const { window } = yarrow
  const newest = (await auditRows(yarrow, 0)).at(-1)?.seq ?? 0
  await idleFor(yarrow, 9.5)
  await setClock(yarrow, jump(Date.now()))
  const early = await ask(yarrow, 'people', 'session')
  world.decide('idle lock: not before its time', 'open', (early.value as SessionState).state)
  await window.keyboard.press('Shift')
  await idleFor(yarrow, 10)
  world.decide('idle lock: at its time', true, await seen(waitForLock(window)))
  await setClock(yarrow, 0)
  await unlock(window)
  await window.getByRole('button', { name: /^Account:/ }).waitFor()

  // Or the wait of the clock before is still on.
  await makeWait(yarrow)
  // The token is in memory from here on; how old one is that was kept on disk only the computer's clock can say.
  await openPlan(yarrow)
  await setClock(yarrow, jump(Date.now()))
  const waits = await tryAs(yarrow, 'priya', DEMO_PASSWORD)
  world.decide('lockout: the right password has to wait', 'too-many-tries', waits.failure?.code)

  const start = await world.counters()
  world.decide('grant: the embed is ready', true, await openPlan(yarrow))
  const within = await world.counters()
  world.decide('refresh: none within the life of the token', 0, within.refreshes - start.refreshes)
  world.decide('grant: one, and not asked for again', 1, within.grantsIssued - start.grantsIssued)
  await world.fullscript.control('clock/advance', { milliseconds: TWO_HOURS_MS })
  world.decide('grant: the embed is ready with a new token', true, await openPlan(yarrow))
  world.decide('refresh: one after its life', 1, (await world.counters()).refreshes - within.refreshes)

  const made = (await auditRows(yarrow, newest)).map(({ action, outcome }) => `${action} ${outcome}`)
  const order = ['person.lock done', 'person.sign-in done', 'person.sign-in refused']
  const found = order.map((row) => made.indexOf(row))
  world.decide('audit: rows in the order in which they were made', true, isRising(found))
  const { problems } = (await ask(yarrow, 'audit', 'verify')).value as AuditState
  world.decide('audit: nothing wrong with any row', [], problems)
}
const isRising = (places: number[]) => places.every((at, index) => at > (places[index - 1] ?? -1))

async function makeWait(yarrow: Yarrow) {
  for (let tried = 0; tried < FREE_TRIES; tried += 1) {
    if ((await tryAs(yarrow, 'priya', WRONG)).failure?.code === 'too-many-tries') return
  }
}

/** Started with a clock that was set while Yarrow was off. */
async function afterAStart(world: World, wrongBy: number): Promise<Yarrow> {
  const yarrow = await world.start(wrongBy)
  await yarrow.window.getByRole('button', { name: june.name }).waitFor()
  const waits = await tryAs(yarrow, 'priya', DEMO_PASSWORD)
  world.decide('lockout, after a start: the whole wait again', 'too-many-tries', waits.failure?.code)
  await signIn(yarrow.window, june)
  const before = await world.counters()
  world.decide('grant, after a start: the embed is ready', true, await openPlan(yarrow))
  const renewed = (await world.counters()).refreshes - before.refreshes
  world.decide('refresh, after a start: one at most', true, renewed <= 1)
  const { problems } = (await ask(yarrow, 'audit', 'verify')).value as AuditState
  world.decide('audit, after a start: nothing wrong with any row', [], problems)
  return yarrow
}

export async function decideInTheApp(
  offsets: string[],
  { starts }: { starts: boolean },
): Promise<Decision[]> {
  const fullscript = await LocalFullscript.start()
  const browser = await SystemBrowser.start()
  const world = new World(fullscript, browser)
  let yarrow: Yarrow | null = null
  try {
    yarrow = await world.start(0)
    await signIn(yarrow.window, june)
    await connectAccount(yarrow, browser, fullscript.account('store owner'))
    for (const offset of offsets) {
      const jump = OFFSETS[offset]
      if (!jump) throw new Error(`There is no offset ${offset}`)
      world.offset = offset
      await whileItRuns(world, yarrow, jump)
      if (!starts) continue
      await yarrow.kill()
      yarrow = await afterAStart(world, jump(Date.now()))
      await setClock(yarrow, 0)
    }
    return world.decisions
  } finally {
    await yarrow?.close().catch(() => undefined)
    world.forget()
    await browser.stop()
    await fullscript.stop()
  }
}

/** `tried`: decisions; `bad`: wrong ones, which are printed. */
export async function runClockApp(): Promise<FaultFigure> {
  const decisions = await decideInTheApp(Object.keys(OFFSETS), { starts: true })
  const wrong = decisions.filter(isWrong)
  for (const decision of wrong) console.log(decision)
  const figure =
    'wrong decisions of the whole app under a clock that was set, while it runs and before it starts'
  return { id: 'S-27', figure, tried: decisions.length, bad: wrong.length, seed: 0 }
}
