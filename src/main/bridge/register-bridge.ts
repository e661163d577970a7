/**
 * Binds the contract to Electron: one handler for each call of the two bridges, and nothing else listens (E-17,
 * F-501). This is the only file that touches ipcMain.
 */
import { randomInt } from 'node:crypto'
import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { CallContract } from '../../shared/bridge/contract'
import { embedBridgeCalls, windowCalls, type Output, type ParsedInput } from '../../shared/bridge'
import { embedChannel, windowChannel } from '../../shared/bridge/names'
import type { Result } from '../../shared/failures'
import { WIRE_CHANNEL } from '../../shared/wire/agreement'
import type { Clock } from '../clock/clock'
import { TokenBucket } from '../clock/token-bucket'
import type { Logger } from '../logging/logger'
import { answerCall, type Call, type Gate, type Handler } from './answer-call'
import { paceOf } from './pace'
import { isTrustedSender, type TrustedPage } from './trusted-sender'
import type { WindowWire } from './window-wire'

type Answer<C> = Promise<Result<Output<C>>> | Result<Output<C>>
type HandlersOf<T> = { [N in keyof T]: (input: ParsedInput<T[N]>) => Answer<T[N]> }

/** What main must provide for our window: one function for each call of the contract. */
export type WindowHandlers = { [A in keyof typeof windowCalls]: HandlersOf<(typeof windowCalls)[A]> }
/** What main must provide for the pages that host Fullscript; `pageId`: which of them speaks. */
export type EmbedHandlers = {
  [N in keyof typeof embedBridgeCalls]: (
    pageId: number,
    input: ParsedInput<(typeof embedBridgeCalls)[N]>,
  ) => Answer<(typeof embedBridgeCalls)[N]>
}

export type BridgeOptions = {
  window: WindowHandlers
  embed: EmbedHandlers
  gate: Gate
  /** The pages that may speak at the moment. */
  trustedWindow: () => TrustedPage | null
  /** The one with this id, if it is one. */
  trustedEmbed: (contentsId: number) => TrustedPage | null
  /** What our window's calls and answers come and go on. */
  wire: WindowWire
  clock: Clock
  logger: Logger
}

/** No page can say this: a call that is not on the wire is refused like any other input that is no plain data. */
const UNREADABLE = Symbol('unreadable')

type Listener = (input: unknown, trusted: boolean, contentsId: number) => unknown

/** Short id that a person can read out and the log has too. */
const newReference = () =>
  Array.from({ length: 8 }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[randomInt(32)]).join('')

/** Call before any page is loaded. Returns a function that takes every handler away again. */
export function registerBridge(options: BridgeOptions): () => void {
  const channels: string[] = []
  const listen = (channel: string, page: (contentsId: number) => TrustedPage | null, answer: Listener) => {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const { id } = event.sender
      return answer(args[0], args.length <= 1 && isTrustedSender(event, page(id)), id)
    })
    channels.push(channel)
  }
  const answering = (of: Call) => {
    const call = { ...of, pace: new TokenBucket(options.clock, paceOf(of.contract)) }
    return (input: unknown, trusted: boolean) =>
      answerCall(call, input, trusted, { ...options, newReference })
  }
  const { wire } = options
  const sealed =
    (channel: string, answer: ReturnType<typeof answering>): Listener =>
    async (frame, trusted) => {
      // Whoever is not trusted has no part in the wire, and is refused in plain words.
      if (!trusted) return answer(undefined, false)
      const opened = wire.open(channel, frame)
      if (!opened.ok && opened.why === 'stale') return wire.generation
      return wire.seal(channel, await answer(opened.ok ? opened.value : UNREADABLE, true))
    }
  listen(WIRE_CHANNEL, options.trustedWindow, (half, trusted) => (trusted ? wire.agree(half) : null))

  for (const { area, name, contract } of everyWindowCall()) {
    const handlers = options.window[area] as Record<string, Handler>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${area}.${name}`)
    const full = `${area}.${name}`
    const channel = windowChannel(area, name)
    const answer = answering({
      name: full,
      contract,
      handler: handler.bind(handlers),
    })
    listen(channel, options.trustedWindow, sealed(channel, answer))
  }
  for (const [name, contract] of Object.entries(embedBridgeCalls)) {
    const handlers = options.embed as Record<string, (pageId: number, input: never) => ReturnType<Handler>>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${name}`)
    const pace = new TokenBucket(options.clock, paceOf(contract))
    listen(embedChannel(name), options.trustedEmbed, (input, trusted, pageId) => {
      const call = { name: `embed page ${name}`, contract, pace, handler: handler.bind(handlers, pageId) }
      return answerCall(call, input, trusted, { ...options, newReference })
    })
  }
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel)
  }
}

/** Every call of the window's contract, flat. */
export function everyWindowCall(): {
  area: keyof typeof windowCalls
  name: string
  contract: CallContract
}[] {
  return (Object.keys(windowCalls) as (keyof typeof windowCalls)[]).flatMap((area) =>
    Object.entries<CallContract>(windowCalls[area]).map(([name, contract]) => ({ area, name, contract })),
  )
}
