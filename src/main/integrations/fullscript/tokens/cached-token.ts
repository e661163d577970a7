/** A token in memory, and how long it may be handed out by the monotonic clock (F-308). */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { FullscriptContext } from '../context'
import { type TokenSubject, subjectKey } from './token-subject'

/** Refreshed this long before the end of its life, or a tenth of its life if that is shorter. Milliseconds. */
const MARGIN = 60_000

/** The current token in memory; `softEnd` and `hardEnd` are monotonic, null when the server named no lifetime. */
export type CachedToken = {
  sessionId: string
  subject: TokenSubject
  environment: Environment
  version: number
  accessToken: string
  softEnd: number | null
  hardEnd: number | null
  used: boolean
}

export type Where = { subject: TokenSubject; environment: Environment }

export function toCached(
  context: FullscriptContext,
  from: {
    version: number
    accessToken: string
    /** Seconds. */
    expiresIn: number | null
    arrivedAt: number
    used: boolean
  },
): CachedToken {
  const { session, subject, environment } = context
  const { version, accessToken, used } = from
  const life = from.expiresIn === null ? null : from.expiresIn * 1000
  const hardEnd = life === null ? null : from.arrivedAt + life
  const softEnd = life === null || hardEnd === null ? null : hardEnd - Math.min(MARGIN, life / 10)
  return { sessionId: session.id, subject, environment, version, accessToken, softEnd, hardEnd, used }
}

/** Names a subject's connection in an environment. */
export const place = ({ subject, environment }: Where) => `${subjectKey(subject)} ${environment}`
