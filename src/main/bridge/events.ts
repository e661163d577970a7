/** Events to the two pages. A payload that does not fit its schema is not sent; a page that is gone is no error. */
import type { WebContents } from 'electron'
import type { EventContract } from '../../shared/bridge/contract'
import { embedBridgeEvents, windowEvents, type Payload } from '../../shared/bridge'
import { embedChannel, windowChannel } from '../../shared/bridge/names'
import type { Logger } from '../logging/logger'

type Area = keyof typeof windowEvents

/** How rooms tell the window: `events.send('plans', 'landed', { patientId, planId })`. */
export interface WindowEvents {
  send<A extends Area, N extends keyof (typeof windowEvents)[A] & string>(
    area: A,
    name: N,
    payload: Payload<(typeof windowEvents)[A][N]>,
  ): void
}

type Receiver = Pick<WebContents, 'send' | 'isDestroyed'>

export class BridgeEvents implements WindowEvents {
  readonly #window: () => Receiver | null
  readonly #logger: Logger

  /** `window`: the window's contents at the moment, or null. */
  constructor({ window, logger }: { window: () => Receiver | null; logger: Logger }) {
    this.#window = window
    this.#logger = logger
  }

  send<A extends Area, N extends keyof (typeof windowEvents)[A] & string>(
    area: A,
    name: N,
    payload: Payload<(typeof windowEvents)[A][N]>,
  ): void {
    const contract = (windowEvents[area] as Record<string, EventContract>)[name]
    deliver(this.#window(), windowChannel(area, name), contract, payload, this.#logger)
  }
}

/** Tells the embed page what to mount. */
export function sendToEmbed<N extends keyof typeof embedBridgeEvents>(
  receiver: Receiver | null,
  name: N,
  payload: Payload<(typeof embedBridgeEvents)[N]>,
  logger: Logger,
): void {
  deliver(receiver, embedChannel(name), embedBridgeEvents[name], payload, logger)
}

function deliver(
  receiver: Receiver | null,
  channel: string,
  contract: EventContract | undefined,
  payload: unknown,
  logger: Logger,
): void {
  if (receiver === null || receiver.isDestroyed()) return
  const parsed = contract?.payload.safeParse(payload)
  if (parsed?.success !== true) {
    logger.error('Event not sent: its payload does not fit', { event: channel })
    return
  }
  receiver.send(channel, parsed.data)
}
