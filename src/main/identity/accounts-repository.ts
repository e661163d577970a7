/** People as whoever manages them sees them; no key material is read here. */
import { sql } from 'kysely'
import type { PersonFields } from '../../shared/contract/accounts'
import type { Reading, Writing } from '../records/handles'
import type { PersonRow } from './people-repository'

export type AccountRow = PersonRow & {
  hasPassword: boolean
  lastUsedAt: number | null
  secondFactor: boolean
  /** A new practice key finds its way to this person by itself. */
  hasKeyPair: boolean
  code: { issuedAt: number; expiresAt: number } | null
}

/** Everybody, active first, by name; or only one person. */
export async function readAccounts(handle: Reading, id?: string): Promise<AccountRow[]> {
  const rows = await handle
    .selectFrom('person')
    .leftJoin('personCredential', 'personCredential.personId', 'person.id')
    .leftJoin('secondFactor', 'secondFactor.personId', 'person.id')
    .leftJoin('personKeyPair', 'personKeyPair.personId', 'person.id')
    .leftJoin('accessCode', 'accessCode.personId', 'person.id')
    .selectAll('person')
    .select([
      sql<number | null>`length(person_credential.wrapped_practice_key)`.as('keyLength'),
      'personKeyPair.personId as withKeyPair',
      'personCredential.lastUsedAt',
      'secondFactor.personId as withFactor',
      'accessCode.issuedAt',
      'accessCode.expiresAt',
    ])
    .$if(id !== undefined, (query) => query.where('person.id', '=', id ?? ''))
    .orderBy('person.active', 'desc')
    .orderBy((person) => person.fn<string>('lower', ['person.displayName']))
    .execute()
  return rows.map(({ keyLength, withFactor, withKeyPair, issuedAt, expiresAt, ...row }) => ({
    ...row,
    // One whose practice key was withheld opens nothing, and a code is needed as before the first one.
    hasPassword: (keyLength ?? 0) > 0,
    hasKeyPair: withKeyPair !== null,
    secondFactor: withFactor !== null,
    code: issuedAt === null || expiresAt === null ? null : { issuedAt, expiresAt },
  }))
}

export const updatePerson = async (handle: Writing, id: string, fields: PersonFields) => {
  await handle.updateTable('person').set(fields).where('id', '=', id).execute()
}

export const setActive = async (handle: Writing, id: string, active: boolean) => {
  await handle
    .updateTable('person')
    .set({ active: active ? 1 : 0 })
    .where('id', '=', id)
    .execute()
}
