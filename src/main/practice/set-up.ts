/** The first start of a practice: the practice, its first administrator and the practice key in one transaction. */
import type { PersonFields, Welcome } from '../../shared/contract/accounts'
import type { Result } from '../../shared/failures'
import type { People } from '../identity/people-service'
import { createPractices, type Practice } from './practice-service'

type Input = {
  practiceName: string
  region: Practice['region']
  username: string
  password: string
  administrator: PersonFields
}

/** `not-allowed` once there is a practice; `password-unsuitable`; `invalid-input` with detail `username` or `npi`. */
export type SetUp = (input: Input) => Promise<Result<Welcome>>

export const createSetUp =
  (people: People): SetUp =>
  ({ practiceName, region, username, password, administrator }) =>
    people.entry.begin({ ...administrator, username, password }, practiceName, async (handle) => {
      const practices = createPractices({ database: handle })
      return (await practices.create({ name: practiceName, region, demo: false })).ok
    })
