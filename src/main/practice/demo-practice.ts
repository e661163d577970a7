/** The demo practice: three people and a list of invented patients in an empty vault. */
import { unguarded } from '../records/handles'
import { ok, type Result } from '../../shared/failures'
import { DEFAULT_ROLES, type DefaultRoleId } from '../../shared/roles'
import { createAudit } from '../audit/audit-service'
import type { Chain } from '../audit/chain'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import { createPeople, type NewPerson } from '../identity/people-service'
import { createPatients } from '../patients/patients-service'
import type { Kdf } from '../platform/crypto/derive-key'
import { newKey } from '../platform/crypto/seal'
import type { Database, DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { createUnitsOfWork } from '../records/unit-of-work'
import { demoPatients } from './demo-patients'
import { createPractice, currentPractice } from './practice-repository'

/** Shown on the sign-in screen of a demo practice. It protects nothing but invented records. */
export const DEMO_PASSWORD = 'meadowlark demo practice'

const PEOPLE: readonly (Omit<NewPerson, 'password'> & { role: DefaultRoleId })[] = [
  {
    username: 'june',
    displayName: 'Dr. June Hartwell',
    credentials: 'ND',
    npi: '1234567893',
    role: 'practitioner-administrator',
  },
  {
    username: 'tomas',
    displayName: 'Tomas Okafor',
    credentials: 'LAc',
    npi: '',
    role: 'practitioner',
  },
  { username: 'priya', displayName: 'Priya Raman', credentials: '', npi: '', role: 'staff' },
]

/** Names to sign in with, for the sign-in screen of a demo practice. */
export const demoAccounts = PEOPLE.map(({ username, displayName, role }) => ({
  username,
  displayName,
  roleName: DEFAULT_ROLES[role].name,
}))

type Dependencies = {
  database: Database
  clock: Clock
  logger: Logger
  appVersion: string
  /** Of the audit record, so that what is made here is in it like everything else. */
  chain: Chain
  kdf?: Kdf
}

/**
 * All of it or nothing, and only once: a vault that has a practice, real or demo, stays as it is. `seeded` says which
 * it was.
 */
export const seedDemoPractice = ({ database, ...rest }: Dependencies): Promise<Result<{ seeded: boolean }>> =>
  withStorageFailures<{ seeded: boolean }>(async () => {
    if (await currentPractice(unguarded(database))) return ok({ seeded: false })
    await database.transaction().execute((transaction) => seed({ ...rest, database: transaction }))
    return ok({ seeded: true })
  })

async function seed(dependencies: Omit<Dependencies, 'database'> & { database: DatabaseOrTransaction }) {
  const audit = createAudit(dependencies)
  const records = createUnitsOfWork({ ...dependencies, audit, mayOpen: () => Promise.resolve(true) })
  const { stationId } = dependencies.chain
  const practiceName = () => Promise.resolve('')
  const people = createPeople({ ...dependencies, records, audit, stationId, practiceName })
  const access = { restrictions: () => Promise.resolve(new Map<string, never>()) }
  const patients = createPatients({ ...dependencies, records, access, may: () => true })
  const practiceKey = newKey()
  await createPractice(unguarded(dependencies.database), {
    name: 'Meadowlark Integrative Health',
    region: 'US',
    demo: true,
  })
  for (const person of PEOPLE) {
    orThrow(await people.createPerson({ ...person, password: DEMO_PASSWORD }, practiceKey))
  }
  practiceKey.fill(0)
  for (const patient of demoPatients) orThrow(await patients.create(null, patient))
}

/** Inside the transaction a failure must end it. */
function orThrow(result: Result<unknown>) {
  if (!result.ok) throw new Error(`The demo practice could not be made: ${result.failure.code}`)
}
