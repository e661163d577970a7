/** Events to the two pages. A payload that does not fit its schema is not sent; a page that is gone is no error. */
import type { WebContents } from 'electron'
import type { EventContract } from '../../shared/contract/contract'
import { embedBridgeEvents, windowEvents, type Payload } from '../../shared/contract'
import { embedChannel, windowChannel } from '../../shared/contract/channels'
import type { Logger } from '../platform/logging/logger'

type Area = keyof typeof windowEvents

/** How rooms tell the window: `events.send('backups', 'progress', progress)`. */
export interface WindowEvents {
  send<A extends Area, N extends keyof (typeof windowEvents)[A] & string>(
    area: A,
    name: N,
    payload: Payload<(typeof windowEvents)[A][N]>,
  ): void
}

type Receiver = Pick<WebContents, 'send' | 'isDestroyed'>

type Options = { window: () => Receiver | null; logger: Logger }

export class BridgeEvents implements WindowEvents {
  readonly #window: () => Receiver | null
  readonly #logger: Logger

  /** `window`: the window's contents at the moment, or null. */
  constructor({ window, logger }: Options) {
    this.#window = window
    this.#logger = logger
  }

  send<A extends Area, N extends keyof (typeof windowEvents)[A] & string>(
    area: A,
    name: N,
    payload: Payload<(typeof windowEvents)[A][N]>,
  ): void {
    const contract = (windowEvents[area] as Record<string, EventContract>)[name]
    const channel = windowChannel(area, name)
    const fit = fitting(contract, payload, channel, this.#logger)
    if (fit) alive(this.#window())?.send(channel, fit.data)
  }
}

/** Tells the embed page what to mount. */
export function sendToEmbed<N extends keyof typeof embedBridgeEvents>(
  receiver: Receiver | null,
  name: N,
  payload: Payload<(typeof embedBridgeEvents)[N]>,
  logger: Logger,
): void {
  const channel = embedChannel(name)
  const fit = fitting(embedBridgeEvents[name], payload, channel, logger)
  if (fit) alive(receiver)?.send(channel, fit.data)
}

/** Null, and a line in the log, when the payload is not as its schema says. */
function fitting(contract: EventContract | undefined, payload: unknown, channel: string, logger: Logger) {
  const parsed = contract?.payload.safeParse(payload)
  if (parsed?.success === true) return { data: parsed.data }
  logger.error('Event not sent: its payload does not fit', { event: channel })
  return null
}

const alive = (receiver: Receiver | null) => (receiver?.isDestroyed() === false ? receiver : null)
