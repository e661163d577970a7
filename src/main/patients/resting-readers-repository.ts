/** The rows of `resting_reader`. */
import type { ChartWriting, Reading, Writing } from '../records/handles'

export type RestingReader = {
  patientId: string
  personId: string
  displayName: string
  codeIssuedBy: string
  issuerName: string
  since: number
}

/** By name; only those of one chart where that is given. */
export async function restingReaders(
  database: Reading,
  { patientId }: { patientId?: string } = {},
): Promise<RestingReader[]> {
  let query = database
    .selectFrom('restingReader')
    .innerJoin('person', 'person.id', 'restingReader.personId')
    .innerJoin('person as issuer', 'issuer.id', 'restingReader.codeIssuedBy')
    .select([
      'restingReader.patientId',
      'restingReader.personId',
      'restingReader.codeIssuedBy',
      'restingReader.since',
      'person.displayName',
      'issuer.displayName as issuerName',
    ])
    .orderBy('person.displayName')
    .orderBy('restingReader.patientId')
  if (patientId !== undefined) query = query.where('restingReader.patientId', '=', patientId)
  return query.execute()
}

/** Every place of this person on a list rests from now on; answers on which. */
export async function restEverywhere(
  within: Writing,
  { personId, codeIssuedBy, since }: { personId: string; codeIssuedBy: string; since: number },
): Promise<string[]> {
  const places = await within
    .selectFrom('chartReader')
    .select('patientId')
    .where('personId', '=', personId)
    .execute()
  if (places.length === 0) return []
  await within
    .insertInto('restingReader')
    .values(places.map(({ patientId }) => ({ patientId, personId, codeIssuedBy, since })))
    .onConflict((conflict) =>
      conflict.columns(['patientId', 'personId']).doUpdateSet({ codeIssuedBy, since }),
    )
    .execute()
  return places.map(({ patientId }) => patientId)
}

export async function wake(
  within: ChartWriting,
  { patientId, personId }: { patientId: string; personId: string },
): Promise<void> {
  await within
    .deleteFrom('restingReader')
    .where('patientId', '=', patientId)
    .where('personId', '=', personId)
    .execute()
}

export async function takeOffList(
  within: ChartWriting,
  { patientId, personId }: { patientId: string; personId: string },
): Promise<void> {
  await within
    .deleteFrom('chartReader')
    .where('patientId', '=', patientId)
    .where('personId', '=', personId)
    .execute()
}
