/**
 * Proves that what Electron hands over reaches a handler only when the one trusted page sent it (F-505, E-17): for every
 * call of both bridges, a frame in the page, another web contents, another origin, a second argument, or no page at all
 * runs no handler. A call from before there is anybody to answer waits, and who sent it is looked at when it is answered.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { embedBridgeCalls, windowCalls } from '../../shared/contract'
import { bridgeNames } from '../../shared/contract/bridge-names'
import { embedChannel, everyCallChannel, windowChannel } from '../../shared/contract/channels'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger } from '../platform/logging/logger'
import { listenOnBridge } from './listen'
import { answersOf, type Answers } from './register-bridge'
import type { TrustedPage } from './trusted-sender'

type Invoked = (event: unknown, ...args: unknown[]) => unknown
const electron = vi.hoisted((): { handlers: Map<string, Invoked> } => ({ handlers: new Map() }))
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: Invoked) => electron.handlers.set(channel, handler),
    removeHandler: (channel: string) => electron.handlers.delete(channel),
  },
}))

const PAGE = { origin: 'app://yarrow', contentsId: 1 }
const EMBED = { origin: 'https://app.yarrow.localhost', contentsId: 2 }
const event = ({ origin, contentsId }: TrustedPage, parent: unknown = null) => ({
  sender: { id: contentsId },
  senderFrame: { origin, parent },
})

let ran: string[] = []
let trusted: { window: TrustedPage | null; embed: TrustedPage | null }
let takeAway = () => {}
let loaded: (answers: Answers | Promise<never>) => void = () => {}
let answers: Answers

beforeEach(() => {
  ran = []
  trusted = { window: PAGE, embed: EMBED }
  const noting = (calls: object, area: string) =>
    Object.fromEntries(
      Object.keys(calls).map((name) => [
        name,
        () => {
          ran.push(`${area}${name}`)
          return { ok: false, failure: { code: 'not-found' } }
        },
      ]),
    )
  answers = answersOf({
    window: Object.fromEntries(
      Object.entries(windowCalls).map(([area, calls]) => [area, noting(calls, `${area}.`)]),
    ) as never,
    embed: noting(embedBridgeCalls, '') as never,
    gate: { sessionId: () => 'session', allowed: () => true },
    trustedWindow: () => trusted.window,
    trustedEmbed: () => trusted.embed,
    clock: new ManualClock(),
    logger: silentLogger,
  })
  const answering = new Promise<Answers>((resolve) => {
    loaded = resolve
  })
  takeAway = listenOnBridge(everyCallChannel(bridgeNames), () => answering)
})
afterEach(() => {
  takeAway()
})

/** Says the same on every channel; answers those that gave anything but a refusal. */
async function sayEverywhere(from: unknown, ...args: unknown[]): Promise<unknown[]> {
  const answers = await Promise.all(
    [...electron.handlers].map(
      async ([channel, handler]) => [channel, await handler(from, ...args)] as const,
    ),
  )
  const refused = ([, answer]: readonly [string, unknown]) =>
    (answer as { failure?: { code: string } }).failure?.code === 'not-allowed'
  return answers.filter((answer) => !refused(answer))
}

test('F-505 E-17 the trusted pages are heard', async () => {
  loaded(answers)
  await electron.handlers.get(embedChannel('sessionGrant'))?.(event(EMBED))
  await electron.handlers.get(windowChannel('people', 'session'))?.(event(PAGE))
  expect(ran).toEqual(['sessionGrant', 'people.session'])
})

test.each([
  ['a frame in the window', event(PAGE, {})],
  ['a frame in the embed page', event(EMBED, {})],
  ['another web contents with our origin', event({ ...PAGE, contentsId: 9 })],
  ['another web contents with the origin of the embed page', event({ ...EMBED, contentsId: 9 })],
  ['another origin in our web contents', event({ ...PAGE, origin: 'https://evil.example' })],
  ['another origin in the embed', event({ ...EMBED, origin: 'https://us-snd.fullscript.io' })],
  ['a frame that has gone', { sender: { id: 1 }, senderFrame: null }],
])('F-505 E-17 %s runs nothing, on any channel', async (_who, from) => {
  loaded(answers)
  expect(await sayEverywhere(from, {})).toEqual([])
  expect(ran).toEqual([])
})

test('F-505 E-17 nobody is heard while there is no page, nor with a second argument', async () => {
  loaded(answers)
  expect(await sayEverywhere(event(EMBED), {}, {})).toEqual([])
  trusted = { window: null, embed: null }
  expect(await sayEverywhere(event(PAGE), {})).toEqual([])
  expect(await sayEverywhere(event(EMBED), {})).toEqual([])
  expect(ran).toEqual([])
})

test('every call of the contract is heard, and nothing else', () => {
  expect([...electron.handlers.keys()].sort()).toEqual([...answers.keys()].sort())
})

test('F-505 E-17 a call from before the services waits; a page that has gone meanwhile is not heard', async () => {
  const session = electron.handlers.get(windowChannel('people', 'session'))
  const early = session?.(event(PAGE))
  await Promise.resolve()
  expect(ran).toEqual([])
  trusted.window = { ...PAGE, contentsId: 9 }
  loaded(answers)
  expect(await early).toMatchObject({ failure: { code: 'not-allowed' } })
  trusted.window = PAGE
  await session?.(event(PAGE))
  expect(ran).toEqual(['people.session'])
})

test('a call fails when there will be no services', async () => {
  const early = electron.handlers.get(windowChannel('people', 'session'))?.(event(PAGE))
  loaded(Promise.reject(new Error('no services')))
  await expect(early).rejects.toThrow('no services')
  expect(ran).toEqual([])
})
