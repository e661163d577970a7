/** A token in memory, and how long it may be handed out by the monotonic clock (F-308). */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Session } from '../../../identity/session'
import type { Application } from '../types'
import { type Holder, holderKey } from './holder'

/** Refreshed this long before the end of its life, or a tenth of its life if that is shorter. Milliseconds. */
const MARGIN = 60_000

/** The current token in memory; `softEnd` and `hardEnd` are monotonic, null when the server named no lifetime. */
export type Held = {
  sessionId: string
  holder: Holder
  environment: Environment
  version: number
  accessToken: string
  softEnd: number | null
  hardEnd: number | null
  used: boolean
}

export type Where = { holder: Holder; environment: Environment }

/** What is asked for: for which sign-in, of which app, and with whose tokens. */
export type Asked = Where & { session: Session; application: Application }

export function toHeld(
  asked: Asked,
  from: {
    version: number
    accessToken: string
    /** Seconds. */
    expiresIn: number | null
    arrivedAt: number
    used: boolean
  },
): Held {
  const { session, holder, environment } = asked
  const { version, accessToken, used } = from
  const life = from.expiresIn === null ? null : from.expiresIn * 1000
  const hardEnd = life === null ? null : from.arrivedAt + life
  const softEnd = life === null || hardEnd === null ? null : hardEnd - Math.min(MARGIN, life / 10)
  return { sessionId: session.id, holder, environment, version, accessToken, softEnd, hardEnd, used }
}

/** Names a holder's connection in an environment. */
export const place = ({ holder, environment }: Where) => `${holderKey(holder)} ${environment}`
