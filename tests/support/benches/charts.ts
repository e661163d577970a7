/** For tests: a registry on a real file, with people who sign in and out at once, without passwords. */
import { randomUUID } from 'node:crypto'
import type { PatientFields } from '../../../src/shared/contract/patients'
import type { Person } from '../../../src/shared/contract/people'
import type { Failure, Result } from '../../../src/shared/failures'
import { createAudit } from '../../../src/main/audit/audit-service'
import { createEntryStore } from '../../../src/main/chart/entry-store'
import { createTimeline } from '../../../src/main/chart/timeline'
import { PlansService } from '../../../src/main/chart/plans-service'
import { ManualClock } from '../../../src/main/platform/clock/manual-clock'
import { silentLogger } from '../../../src/main/platform/logging/logger'
import type { Session } from '../../../src/main/identity/session'
import { CurrentSession } from '../../../src/main/identity/current-session'
import { newKey } from '../../../src/main/platform/crypto/seal'
import { temporaryDatabase, testChain } from '../../../src/main/records/temporary-database'
import { createDoor, createRegistry } from '../../../src/main/patients/registry'
import type { DefaultRoleId } from '../../../src/shared/roles'
import { roleOf } from '../roles'

export const MAYA: PatientFields = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  preferredName: '',
  birthDate: '1988-04-12',
  sex: 'female',
  email: 'maya@example.org',
  phone: '+15035550112',
  addressLine1: '',
  addressLine2: '',
  city: 'Astoria',
  region: 'OR',
  postalCode: '',
  country: 'US',
  note: 'Speaks of her divorce only in private',
}

export async function chartsBench() {
  const { database, dispose } = await temporaryDatabase()
  const clock = new ManualClock()
  const audit = createAudit({ clock, appVersion: '0', chain: testChain() })

  /** Yarrow as it starts: sessions and emergency accesses of the start before are gone. */
  const start = (stationId = 'station') => {
    const sessions = new CurrentSession(clock, silentLogger)
    const door = createDoor({ logger: silentLogger, database, audit, clock, stationId })
    const registry = createRegistry({ ...door, clock, sessions })
    const plans = new PlansService({ ...door, clock })
    const entries = createEntryStore({ ...door, clock })
    const timeline = createTimeline(door)
    return { sessions, ...registry, plans, entries, timeline, records: door.records }
  }

  const person = async (displayName: string, role: DefaultRoleId): Promise<Person> => {
    const row = { id: randomUUID(), username: displayName.toLowerCase(), displayName, credentials: '', role }
    await database
      .insertInto('person')
      .values({ ...row, npi: '', active: 1, createdAt: 0 })
      .execute()
    return { ...row, ...roleOf(role), practiceName: '' }
  }

  const signIn = async ({ sessions }: ReturnType<typeof start>, who: Person): Promise<Session> => {
    await sessions.end()
    const session = { id: randomUUID(), person: who, personKey: newKey(), practiceKey: newKey() }
    await sessions.begin(session)
    return session
  }

  const events = () =>
    database
      .selectFrom('auditEvent')
      .select(['personId', 'action', 'patientId', 'outcome'])
      .orderBy('seq')
      .execute()

  return { database, clock, dispose, start, person, signIn, events }
}

export async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result
  if (!settled.ok) throw new Error(`It failed: ${settled.failure.code}`)
  return settled.value
}

export async function failure(result: Promise<Result<unknown>>): Promise<Failure> {
  const settled = await result
  if (settled.ok) throw new Error('It did not fail')
  return settled.failure
}
