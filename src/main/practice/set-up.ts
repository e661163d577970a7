/** The first start of a practice: the practice, its first administrator and the practice key in one transaction. */
import type { PersonFields, Welcome } from '../../shared/contract/accounts'
import type { Result } from '../../shared/failures'
import type { People } from '../identity/people-service'
import { createPractice, type Practice } from './practice-repository'

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
    people.entry.begin({ ...administrator, username, password }, practiceName, (handle) =>
      createPractice(handle, { name: practiceName, region, demo: false }),
    )
