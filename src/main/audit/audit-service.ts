import type { Clock } from '../platform/clock/clock'
import { nextNumber } from '../records/counters'
import type { Audit } from './audit'
import { link, type Chain } from './chain'
import { noteOutcome } from './told-failures'

type Dependencies = {
  clock: Clock
  appVersion: string
  /** Left out, rows get no link, which verification tells: only for tests of other rooms. */
  chain?: Chain
  /** Told after a row was written, which may be before its transaction is committed. */
  recorded?: () => void
}

/** Appends to `audit_event`. */
export const createAudit = ({ clock, appVersion, chain, recorded }: Dependencies): Audit => ({
  async record({ personId, action, actingAs, patientId, subject, emergency, outcome }, handle) {
    const row = await handle
      .insertInto('auditEvent')
      .values({
        seq: await nextNumber(handle, 'audit-event'),
        at: clock.now(),
        personId,
        action,
        patientId: patientId ?? null,
        subject: subject ?? null,
        outcome,
        appVersion,
        monotonic: Math.round(clock.monotonic()),
        actingAsType: actingAs?.type ?? null,
        actingAsId: actingAs?.id ?? null,
        emergency: emergency ? 1 : 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    if (chain) await link(handle, chain, row)
    noteOutcome(outcome)
    recorded?.()
  },
})
