/** Who is which Fullscript user in a clinic that was authorized as a whole; one user for a person, one person for a user. */
import type { Environment, UserType } from '../../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../../records/handles'

export type FullscriptUser = { clinicId: string; userId: string; userType: UserType; userName: string }

export async function userOf(
  handle: Reading,
  personId: string,
  environment: Environment,
): Promise<FullscriptUser | null> {
  const row = await handle
    .selectFrom('fullscriptUser')
    .select(['clinicId', 'userId', 'userType', 'userName'])
    .where('personId', '=', personId)
    .where('environment', '=', environment)
    .executeTakeFirst()
  return row ?? null
}

/** Everybody's, by person. */
export async function usersByPerson(
  handle: Reading,
  environment: Environment,
): Promise<Map<string, FullscriptUser>> {
  const rows = await handle
    .selectFrom('fullscriptUser')
    .select(['personId', 'clinicId', 'userId', 'userType', 'userName'])
    .where('environment', '=', environment)
    .execute()
  return new Map(rows.map(({ personId, ...user }) => [personId, user]))
}

/** Whether a user stands for somebody else already. */
export async function isTaken(
  handle: Reading,
  environment: Environment,
  user: Pick<FullscriptUser, 'userId' | 'userType'>,
  personId: string,
): Promise<boolean> {
  const row = await handle
    .selectFrom('fullscriptUser')
    .select('personId')
    .where('environment', '=', environment)
    .where('userId', '=', user.userId)
    .where('userType', '=', user.userType)
    .where('personId', '<>', personId)
    .executeTakeFirst()
  return row !== undefined
}

/** `at`: epoch milliseconds. */
export async function chooseUser(
  handle: Writing,
  place: { personId: string; environment: Environment },
  user: FullscriptUser,
  chosen: { by: string; at: number },
): Promise<void> {
  const values = { ...user, chosenBy: chosen.by, chosenAt: chosen.at }
  await handle
    .insertInto('fullscriptUser')
    .values({ ...place, ...values })
    .onConflict((conflict) => conflict.columns(['personId', 'environment']).doUpdateSet(values))
    .execute()
}

export async function removeUser(
  handle: Writing,
  place: { personId: string; environment: Environment },
): Promise<void> {
  await handle
    .deleteFrom('fullscriptUser')
    .where('personId', '=', place.personId)
    .where('environment', '=', place.environment)
    .execute()
}
