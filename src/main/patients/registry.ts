/** Puts patients, restricted charts and emergency access together, so that nothing can be had without the others. */
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import { may } from '../../shared/capabilities'
import type { Sessions } from '../identity/session'
import type { Logger } from '../platform/logging/logger'
import type { Database } from '../records/database'
import { createUnitsOfWork, type RecordsDependencies } from '../records/unit-of-work'
import { createChartAccess } from './chart-access'
import { ChartsService } from './charts-service'
import { EmergencyGrants } from './emergency-grants'
import { tracingAudit } from './emergency-trace'
import { findPatient } from './patients-repository'
import { createPatients } from './patients-service'

/** `stationId`: this workstation, as the audit record knows it. */
type Outside = { database: Database; audit: Audit; clock: Clock; logger: Logger; stationId: string }

/**
 * The door to the records with the guard who says which chart is open to whom. In the audit that comes with it, what is
 * done in an emergency is marked, whoever records it.
 */
export function createDoor(outside: Outside) {
  const { database, logger, clock, stationId } = outside
  const emergencies = new EmergencyGrants(clock, stationId)
  const audit = tracingAudit({ ...outside, emergencies })
  const access = createChartAccess({ emergencies })
  const mayOpen: RecordsDependencies['mayOpen'] = async (personId, patientId, handle) =>
    (await access.level(personId, patientId, handle)) !== 'closed'
  return { audit, emergencies, access, records: createUnitsOfWork({ database, audit, mayOpen, logger }) }
}

export function createRegistry(
  outside: ReturnType<typeof createDoor> & { clock: Clock; sessions: Sessions; locale?: string },
) {
  const { sessions } = outside
  const charts = new ChartsService(outside)
  const patients = createPatients({
    ...outside,
    may: (personId, capability) => {
      const person = sessions.current()?.person
      return person?.id === personId && may(person, capability)
    },
  })
  /** What somebody is called, for whoever has worked with them; a name opens no chart. Null for nobody. */
  const nameOf = async (patientId: string) => {
    const patient = await outside.records.background((charts) => findPatient(charts, patientId))
    if (!patient) return null
    const { givenName, familyName, preferredName } = patient
    return { givenName, familyName, preferredName }
  }
  return { charts, patients, nameOf }
}
