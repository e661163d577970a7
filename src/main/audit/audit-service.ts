import type { Clock } from '../platform/clock/clock'
import { nextNumber } from '../records/counters'
import type { DatabaseOrTransaction } from '../records/database'
import { inTransaction } from '../records/transaction'
import type { Audit } from './audit'
import { link, type Chain } from './chain'
import { noteOutcome } from './told-failures'

type Dependencies = {
  database: DatabaseOrTransaction
  clock: Clock
  appVersion: string
  /** Left out, rows get no link, which verification tells: only for tests of other rooms. */
  chain?: Chain
  /** Told after a row was written, which may be before its transaction is committed. */
  recorded?: () => void
}

/** Appends to `audit_event`; with `within` in the caller's transaction, so that deed and record stand or fall together. */
export const createAudit = ({ database, clock, appVersion, chain, recorded }: Dependencies): Audit => ({
  async record({ personId, action, actingAs, patientId, subject, emergency, outcome }, within = database) {
    await inTransaction(within, async (transaction) => {
      const seq = await nextNumber(transaction, 'audit-event')
      const row = await transaction
        .insertInto('auditEvent')
        .values({
          seq,
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
      if (chain) await link(transaction, chain, row)
    })
    noteOutcome(outcome)
    recorded?.()
  },
})
