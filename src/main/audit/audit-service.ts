import type { Clock } from '../clock/clock'
import type { DatabaseOrTransaction } from '../storage/database'
import type { Audit } from './audit'

type Dependencies = { database: DatabaseOrTransaction; clock: Clock; appVersion: string }

/** Appends to `audit_event`; with `within` in the caller's transaction, so that deed and record stand or fall together. */
export const createAudit = ({ database, clock, appVersion }: Dependencies): Audit => ({
  async record({ personId, action, actingAs, patientId, subject, emergency, outcome }, within = database) {
    await within
      .insertInto('auditEvent')
      .values({
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
      .execute()
  },
})
