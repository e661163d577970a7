import type { Clock } from '../platform/clock/clock'
import type { Audit } from './audit'
import type { Chain } from './chain'
import { noteOutcome } from './recorded-failures'

type Dependencies = {
  clock: Clock
  appVersion: string
  chain: Chain
  /** Told after a row was written, which may be before its transaction is committed. */
  recorded?: () => void
}

/** Appends to a station's chain. */
export const createAudit = ({ clock, appVersion, chain, recorded }: Dependencies): Audit => ({
  async record({ personId, action, actingAs, patientId, subject, emergency, outcome }, handle) {
    const row = {
      at: clock.now(),
      monotonic: Math.round(clock.monotonic()),
      personId: stored(personId),
      actingAsType: actingAs?.type ?? null,
      actingAsId: stored(actingAs?.id),
      action,
      patientId: stored(patientId),
      subject: stored(subject),
      emergency: emergency ? (1 as const) : (0 as const),
      outcome,
      appVersion,
    }
    await chain.append(row, handle)
    noteOutcome(outcome)
    recorded?.()
  },
  committed: (handle) => {
    chain.committed(handle)
  },
})

/** As it will be read again: half a character, which is none, is stored as U+FFFD. */
const stored = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : Buffer.from(text).toString()
