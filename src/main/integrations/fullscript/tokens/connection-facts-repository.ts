/** What is known of connections without any key: whose, as whom, in which clinic, and whether they work. */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../../records/handles'
import type { TokenSet } from '../types'
import type { Where } from './cached-token'
import { type TokenSubject, subjectId } from './token-subject'
import {
  type ConnectionFacts,
  factsOf,
  type PersonFacts,
  personFacts,
  type Row,
  TABLES,
} from './token-store-row'

/** The column that tells whose a row is; a pending row is its person's, whatever it will become. */
export const columnOf = (subject: TokenSubject) => (subject.kind === 'person' ? 'personId' : 'clinicId')

/** Of a subject, whether it works or waits for a reconnect; never the pending one. */
export const connectionRow = (handle: Reading, { subject, environment }: Where): Promise<Row | undefined> =>
  handle
    .selectFrom(TABLES[subject.kind])
    .selectAll()
    .where(columnOf(subject), '=', subjectId(subject))
    .where('environment', '=', environment)
    .where('status', '<>', 'pending')
    .executeTakeFirst()

export async function personConnection(
  handle: Reading,
  personId: string,
  environment: Environment,
): Promise<PersonFacts | null> {
  const row = await connectionRow(handle, { subject: { kind: 'person', personId }, environment })
  return row ? personFacts(row) : null
}

/** Everybody's connection in an environment, pending ones left out. */
export async function personConnections(handle: Reading, environment: Environment): Promise<PersonFacts[]> {
  const rows = await handle
    .selectFrom('fullscriptConnection')
    .selectAll()
    .where('environment', '=', environment)
    .where('status', '<>', 'pending')
    .execute()
  return rows.map(personFacts)
}

export async function clinicConnection(
  handle: Reading,
  clinicId: string,
  environment: Environment,
): Promise<ConnectionFacts | null> {
  const row = await connectionRow(handle, { subject: { kind: 'clinic', clinicId }, environment })
  return row ? factsOf('clinic', row) : null
}

/** Every clinic of an environment, longest connected first. */
export async function clinicConnections(
  handle: Reading,
  environment: Environment,
): Promise<ConnectionFacts[]> {
  const rows = await handle
    .selectFrom('fullscriptClinicConnection')
    .selectAll()
    .where('environment', '=', environment)
    .where('status', '<>', 'pending')
    .orderBy('connectedAt')
    .execute()
  return rows.map((row) => factsOf('clinic', row))
}

/** The colleague who already has this Fullscript account, or null (security.md 0.5). */
export async function colleagueWith(
  handle: Reading,
  owner: TokenSet['owner'],
  { personId, environment }: { personId: string; environment: Environment },
): Promise<string | null> {
  if (owner.type === 'Clinic') return null
  const row = await handle
    .selectFrom('fullscriptConnection')
    .select('personId')
    .where('environment', '=', environment)
    .where('ownerType', '=', owner.type)
    .where('ownerId', '=', owner.id)
    .where('personId', '<>', personId)
    .where('status', '<>', 'pending')
    .executeTakeFirst()
  return row?.personId ?? null
}

/** Adds what the clinic call said to a person's connection, or to what that person has pending of this kind. */
export async function describeConnection(
  handle: Writing,
  {
    personId,
    environment,
    status,
    kind,
  }: Pick<ConnectionFacts, 'personId' | 'environment' | 'status' | 'kind'>,
  found: { ownerName: string; clinicId: string | null },
): Promise<void> {
  await handle
    .updateTable(TABLES[kind])
    .set(found)
    .where('personId', '=', personId)
    .where('environment', '=', environment)
    .where('status', '=', status)
    .execute()
}

/** Until when the person is not asked to connect again; gone with the connection. */
export async function snoozeUntil(
  handle: Writing,
  personId: string,
  environment: Environment,
  until: number,
): Promise<void> {
  await handle
    .updateTable('fullscriptConnection')
    .set({ snoozedUntil: until })
    .where('personId', '=', personId)
    .where('environment', '=', environment)
    .where('status', '<>', 'pending')
    .execute()
}

/** `at`: epoch milliseconds. */
export async function noteUse(handle: Writing, { subject, environment }: Where, at: number): Promise<void> {
  await handle
    .updateTable(TABLES[subject.kind])
    .set({ lastUsedAt: at })
    .where(columnOf(subject), '=', subjectId(subject))
    .where('environment', '=', environment)
    .where('status', '=', 'connected')
    .execute()
}
