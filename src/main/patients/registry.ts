/** Puts patients, restricted charts and emergency access together, so that nothing can be had without the others. */
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import { may } from '../identity/capabilities'
import type { Sessions } from '../identity/session'
import type { DatabaseOrTransaction } from '../records/database'
import { createChartAccess } from './chart-access'
import { ChartsService } from './charts-service'
import { EmergencyGrants } from './emergency-grants'
import { tracingAudit } from './emergency-trace'
import { findPatient } from './patients-repository'
import { createPatients } from './patients-service'

type Outside = { database: DatabaseOrTransaction; audit: Audit; clock: Clock; locale?: string }

/** The audit that everything uses: what is done in an emergency is marked in it, whoever records it. */
export function traced(outside: Outside) {
  const emergencies = new EmergencyGrants(outside.clock)
  return { audit: tracingAudit({ ...outside, emergencies }), emergencies }
}

/** `audit` and `emergencies`: of `traced`. */
export function createRegistry(outside: Outside & { sessions: Sessions; emergencies: EmergencyGrants }) {
  const { sessions } = outside
  const access = createChartAccess(outside)
  const charts = new ChartsService({ ...outside, access })
  const patients = createPatients({
    ...outside,
    access,
    may: (personId, capability) => {
      const person = sessions.current()?.person
      return person?.id === personId && may(person, capability)
    },
  })
  /** What somebody is called, for whoever has worked with them; a name opens no chart. Null for nobody. */
  const nameOf = async (patientId: string) => {
    const patient = await findPatient(outside.database, patientId)
    if (!patient) return null
    const { givenName, familyName, preferredName } = patient
    return { givenName, familyName, preferredName }
  }
  return { access, charts, patients, nameOf }
}
