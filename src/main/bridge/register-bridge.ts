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
import type { Clock } from '../clock/clock'
import { TokenBucket } from '../clock/token-bucket'
import type { Logger } from '../logging/logger'
import { answerCall, CALL_PACE, type Call, type Gate, type Handler } from './answer-call'
import { isTrustedSender, type TrustedPage } from './trusted-sender'

type Answer<C> = Promise<Result<Output<C>>> | Result<Output<C>>
type HandlersOf<T> = { [N in keyof T]: (input: ParsedInput<T[N]>) => Answer<T[N]> }

/** What main must provide for our window: one function for each call of the contract. */
export type WindowHandlers = { [A in keyof typeof windowCalls]: HandlersOf<(typeof windowCalls)[A]> }
/** What main must provide for the embed page. */
export type EmbedHandlers = HandlersOf<typeof embedBridgeCalls>

export type BridgeOptions = {
  window: WindowHandlers
  embed: EmbedHandlers
  gate: Gate
  /** The pages that may speak at the moment. */
  trustedWindow: () => TrustedPage | null
  trustedEmbed: () => TrustedPage | null
  clock: Clock
  logger: Logger
}

/** The calls after which nobody is signed in; their own answers still go out. */
const END_SESSION = new Set(['people.signOut', 'people.lock'])

/** Short id that a person can read out and the log has too. */
const newReference = () =>
  Array.from({ length: 8 }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[randomInt(32)]).join('')

/** Call before any page is loaded. Returns a function that takes every handler away again. */
export function registerBridge(options: BridgeOptions): () => void {
  const channels: string[] = []
  const bind = (channel: string, of: Call, page: () => TrustedPage | null) => {
    const call = { ...of, pace: new TokenBucket(options.clock, CALL_PACE) }
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const trusted = args.length <= 1 && isTrustedSender(event, page())
      return answerCall(call, args[0], trusted, { ...options, newReference })
    })
    channels.push(channel)
  }

  for (const { area, name, contract } of everyWindowCall()) {
    const handlers = options.window[area] as Record<string, Handler>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${area}.${name}`)
    const full = `${area}.${name}`
    bind(
      windowChannel(area, name),
      { name: full, contract, handler: handler.bind(handlers), endsSession: END_SESSION.has(full) },
      options.trustedWindow,
    )
  }
  for (const [name, contract] of Object.entries(embedBridgeCalls)) {
    const handlers = options.embed as Record<string, Handler>
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`No handler for ${name}`)
    bind(
      embedChannel(name),
      { name: `embed page ${name}`, contract, handler: handler.bind(handlers) },
      options.trustedEmbed,
    )
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
