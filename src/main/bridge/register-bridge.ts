/** Binds the contract to its handlers: what answers on each channel of the two bridges. listen.ts hears the pages. */
import { randomInt } from 'node:crypto'
import type { CallContract } from '../../shared/contract/contract'
import { embedBridgeCalls, windowCalls, type Output, type ParsedInput } from '../../shared/contract'
import { embedChannel, windowChannel } from '../../shared/contract/channels'
import type { Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { TokenBucket } from '../platform/clock/token-bucket'
import type { Logger } from '../platform/logging/logger'
import { answerCall, type Call, type Gate, type Handler } from './answer-call'
import { paceOf } from './pace'
import { isTrustedSender, type Message, type TrustedPage } from './trusted-sender'

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
  clock: Clock
  logger: Logger
}

/** By channel. `args`: all that came with the message; only one is ever looked at. */
export type Answers = ReadonlyMap<string, (message: Message, args: readonly unknown[]) => Promise<unknown>>

/** Short id that a person can read out and the log has too. */
const newReference = () =>
  Array.from({ length: 8 }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[randomInt(32)]).join('')

/** Who speaks is looked at when the answer is made, however long the message has waited. */
export function answersOf(options: BridgeOptions): Answers {
  const answers = new Map<string, (message: Message, args: readonly unknown[]) => Promise<unknown>>()
  const bind = (
    channel: string,
    { handler, ...of }: Omit<Call, 'handler' | 'pace'> & { handler: (pageId: number) => Handler },
    page: (contentsId: number) => TrustedPage | null,
  ) => {
    const pace = new TokenBucket(options.clock, paceOf(of.contract))
    answers.set(channel, (message, args) => {
      const { id } = message.sender
      const trusted = args.length <= 1 && isTrustedSender(message, page(id))
      return answerCall({ ...of, pace, handler: handler(id) }, args[0], trusted, { ...options, newReference })
    })
  }

  for (const { area, name, contract } of everyWindowCall()) {
    const handlers = options.window[area] as Record<string, Handler>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${area}.${name}`)
    bind(
      windowChannel(area, name),
      { name: `${area}.${name}`, contract, handler: () => handler.bind(handlers) },
      options.trustedWindow,
    )
  }
  for (const [name, contract] of Object.entries(embedBridgeCalls)) {
    const handlers = options.embed as Record<string, (pageId: number, input: never) => ReturnType<Handler>>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${name}`)
    bind(
      embedChannel(name),
      { name: `embed page ${name}`, contract, handler: (pageId) => handler.bind(handlers, pageId) },
      options.trustedEmbed,
    )
  }
  return answers
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
