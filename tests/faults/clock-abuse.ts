/**
 * S-27: somebody sets the computer's clock. Each offset against each decision that has to do with time, on the real
 * classes with a clock whose wall time jumps and whose monotonic time goes on.
 */
import { randomBytes } from 'node:crypto'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { ATTEMPT_MILLISECONDS, isWithin } from '../../src/main/integrations/fullscript/connect/attempt'
import { isCurrent } from '../../src/main/identity/access-code'
import { IdleLock } from '../../src/main/identity/idle-lock'
import { SignInTries } from '../../src/main/identity/sign-in-tries'
import { matchingStep, stepAt, totpAt } from '../../src/main/identity/totp'
import { delayAfter } from '../../src/main/identity/try-delay'
import { startRig, type Rig } from '../integration/tokens-rig'
import { connectBench } from '../support/benches/connect'
import type { FaultFigure } from './callbacks-crashes'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const TWO_HOURS = 7_300_000
const NOON = Date.UTC(2026, 0, 5, 12)

/** Milliseconds by which the clock is set, seen from `now`. */
export const OFFSETS: Record<string, (now: number) => number> = {
  '-1 d': () => -DAY,
  '-10 min': () => -10 * MINUTE,
  '+10 min': () => 10 * MINUTE,
  '+1 d': () => DAY,
  '1970': (now) => -now,
  'after 2038': (now) => Date.UTC(2038, 0, 20) - now,
}

export type Decision = { offset: string; what: string; expected: unknown; actual: unknown }
type Answers = Record<string, { expected: unknown; actual: unknown }>

/** Locks after its time by the monotonic clock and not before. */
function idleLock(jump: (now: number) => number): Answers {
  const clock = new ManualClock(NOON)
  let locked = 0
  const idle = new IdleLock({ clock, lock: () => (locked += 1) })
  idle.begin(5 * MINUTE)
  clock.advance(4 * MINUTE)
  clock.jump(jump(clock.now()))
  idle.check()
  const early = locked
  clock.advance(MINUTE)
  return {
    'idle lock: not before its time': { expected: 0, actual: early },
    'idle lock: at its time': { expected: 1, actual: locked },
  }
}

/** An open wait ends by the monotonic clock; after a start or sleep only a clock within the ten minutes is believed. */
async function connectDeadline(jump: (now: number) => number): Promise<Answers> {
  const { flow, clock, states } = connectBench()
  await flow.start('paste')
  const startedAt = clock.now()
  const period = { startedAt, deadline: startedAt + ATTEMPT_MILLISECONDS }
  clock.advance(MINUTE)
  clock.jump(jump(clock.now()))
  const early = flow.state.step !== 'waiting'
  const believed = isWithin(period, clock.now())
  clock.advance(ATTEMPT_MILLISECONDS - MINUTE)
  const ended = states.filter(({ step }) => step === 'failed').length
  flow.dispose()
  return {
    'connect: an open wait is not over': { expected: false, actual: early },
    'connect: an open wait is over after ten minutes': { expected: 1, actual: ended },
    'connect: a kept attempt is not taken up': { expected: false, actual: believed },
  }
}

async function signInDelay(rig: Rig, jump: (now: number) => number): Promise<Answers> {
  const clock = new ManualClock(NOON)
  const name = randomBytes(8).toString('hex')
  const over = { records: rig.app.records, clock, stationId: 'station' }
  const tries = new SignInTries(over)
  for (let tried = 0; tried < 7; tried += 1) {
    clock.advance(delayAfter(tried))
    await tries.count(name)
  }
  clock.jump(jump(clock.now()))
  const now = await tries.wait(name)
  const restarted = await new SignInTries(over).wait(name)
  return {
    'sign-in delay: the whole wait is left': { expected: delayAfter(7), actual: now },
    'sign-in delay: after a restart too': { expected: delayAfter(7), actual: restarted },
  }
}

/** A code given at noon for three days: open within them by the computer's clock, closed before and after. */
function codes(offset: string, jump: (now: number) => number): Answers {
  const clock = new ManualClock(NOON)
  const given = { issuedAt: clock.now(), expiresAt: clock.now() + 3 * DAY }
  const secret = randomBytes(20)
  const code = totpAt(secret, stepAt(clock.now()))
  const used = matchingStep(secret, code, clock.now(), 0)
  if (used === null) throw new Error('A right code was refused')
  clock.jump(jump(clock.now()))
  return {
    'access code: within its days only': {
      expected: offset === '+10 min' || offset === '+1 d',
      actual: isCurrent(given, clock.now()),
    },
    'second factor: a used code works no more': {
      expected: null,
      actual: matchingStep(secret, code, clock.now(), used),
    },
  }
}

const refreshes = (rig: Rig) =>
  rig.sent.filter(({ body }) => body.includes('"grant_type":"refresh_token"')).length

/** Tokens, grants and the audit over the local Fullscript, whose own clock is right. */
async function atFullscript(rig: Rig, jump: (now: number) => number): Promise<Answers> {
  const person = await rig.connected()
  const before = await rig.tokens.accessToken(person)
  const count = refreshes(rig)
  await rig.app.records.note({
    personId: person,
    action: 'fullscript.connected',
    subject: 'before',
    outcome: 'done',
  })
  rig.clock.jump(jump(rig.clock.now()))
  await rig.app.records.note({
    personId: person,
    action: 'fullscript.connected',
    subject: 'after',
    outcome: 'done',
  })
  const within = await rig.tokens.accessToken(person)
  const early = refreshes(rig) - count
  const context = await rig.contextOf(person)
  const grant = context.ok ? await rig.services.grants.issueForTest(context.value, () => undefined) : context
  const left = grant.ok ? grant.value.expiresAt - rig.clock.now() : -1
  rig.advance(TWO_HOURS)
  const later = await rig.tokens.accessToken(person)
  const due = refreshes(rig) - count
  await rig.restart()
  await rig.signIn('june')
  const restarted = await rig.tokens.accessToken(person)
  const marks = (await rig.audit()).map(({ subject }) => subject)
  return {
    'refresh: none within the life of the token': {
      expected: [0, before.ok && before.value],
      actual: [early, within.ok && within.value],
    },
    'session grant: usable for one to two minutes': {
      expected: true,
      actual: left > MINUTE && left <= 2 * MINUTE,
    },
    'refresh: one after its life': { expected: [true, 1], actual: [later.ok, due] },
    'refresh: a token after a restart': { expected: true, actual: restarted.ok },
    'audit: in the order in which it was done': {
      expected: true,
      actual: marks.indexOf('before') >= 0 && marks.indexOf('before') < marks.indexOf('after'),
    },
  }
}

export async function decideUnderEveryClock(offsets = Object.keys(OFFSETS)): Promise<Decision[]> {
  const decisions: Decision[] = []
  for (const offset of offsets) {
    const jump = OFFSETS[offset]
    if (!jump) throw new Error(`There is no offset ${offset}`)
    const rig = await startRig()
    try {
      const answers: Answers = {
        ...idleLock(jump),
        ...(await connectDeadline(jump)),
        ...codes(offset, jump),
        ...(await signInDelay(rig, jump)),
        ...(await atFullscript(rig, jump)),
      }
      for (const [what, { expected, actual }] of Object.entries(answers)) {
        decisions.push({ offset, what, expected, actual })
      }
    } finally {
      await rig.dispose()
    }
  }
  return decisions
}

export const isWrong = ({ expected, actual }: Decision) => JSON.stringify(expected) !== JSON.stringify(actual)

/** `tried`: decisions; `bad`: wrong ones, which are printed. */
export async function runClockAbuse(): Promise<FaultFigure> {
  const decisions = await decideUnderEveryClock()
  const wrong = decisions.filter(isWrong)
  for (const decision of wrong) console.log(decision)
  return {
    id: 'S-27',
    figure: 'wrong decisions under a clock that was set',
    tried: decisions.length,
    bad: wrong.length,
    seed: 0,
  }
}
