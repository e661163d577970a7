/**
 * Another practice key. It is wrapped under each person's own key, which nobody else has: so each person has a key
 * pair, the new key is sealed to its public half, and it is opened and wrapped at the next sign-in. Who has no pair yet,
 * because they have never signed in, gets in again by a new sign-in code.
 */
import { sealTo, newKeyPair, openSealed } from '../platform/crypto/sealed-box'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import type { Reading, Writing } from '../records/handles'
import { practiceKeyIdentity, type Keys } from './password'
import { putWrappedPracticeKey, readCredential } from './people-repository'

/** Seals anew what is under the practice key. */
export type ResealPractice = (from: Buffer, to: Buffer, handle: Writing) => Promise<void>

const privateIdentity = (personId: string) => ['person_key_pair', personId, 'private_key']
const waitingIdentity = (personId: string) => ['person_key_pair', personId, 'practice_key']

/** The new practice key that waits for this person, or null. The caller wipes it. */
export async function waitingPracticeKey(
  handle: Reading,
  personId: string,
  personKey: Buffer,
): Promise<Buffer | null> {
  const row = await handle
    .selectFrom('personKeyPair')
    .selectAll()
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (!row?.practiceKeySealed) return null
  const privateKey = unseal(personKey, privateIdentity(personId), row.privateKeySealed)
  if (!privateKey) return null
  const text = openSealed(
    { publicKey: row.publicKey, privateKey },
    waitingIdentity(personId),
    row.practiceKeySealed,
  )
  privateKey.fill(0)
  return text === null ? null : Buffer.from(text, 'hex')
}

/** After a sign-in with these keys: what waited is in the credential by now, and there is a key pair for the next. */
export async function keepKeyPair(handle: Writing, personId: string, personKey: Buffer): Promise<void> {
  const row = await handle
    .selectFrom('personKeyPair')
    .select(['privateKeySealed', 'practiceKeySealed'])
    .where('personId', '=', personId)
    .executeTakeFirst()
  const known = row ? unseal(personKey, privateIdentity(personId), row.privateKeySealed) : null
  known?.fill(0)
  if (row && known) {
    if (row.practiceKeySealed) {
      await handle
        .updateTable('personKeyPair')
        .set({ practiceKeySealed: null })
        .where('personId', '=', personId)
        .execute()
    }
    return
  }
  const { publicKey, privateKey } = newKeyPair()
  const privateKeySealed = seal(personKey, privateIdentity(personId), privateKey)
  privateKey.fill(0)
  const values = { publicKey, privateKeySealed, practiceKeySealed: null }
  await handle
    .insertInto('personKeyPair')
    .values({ personId, ...values })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
    .execute()
}

/** Wraps a practice key that was sealed to their pair, under the person's own key. */
export async function wrapPracticeKey(
  handle: Writing,
  personId: string,
  { personKey, practiceKey }: Keys,
): Promise<void> {
  const credential = await readCredential(handle, personId)
  if (!credential) return
  const wrapped = seal(personKey, practiceKeyIdentity(personId, credential), practiceKey)
  await putWrappedPracticeKey(handle, personId, wrapped)
}

/**
 * In the caller's transaction; nobody may be at work with the old key. `by`: the keys of whoever changes it. Sign-in
 * codes end; who left, and who has no key pair, keeps no practice key.
 */
export async function changePracticeKey(
  handle: Writing,
  by: Keys & { personId: string },
  reseal: ResealPractice,
): Promise<void> {
  const next = newKey()
  try {
    await reseal(by.practiceKey, next, handle)
    await handle.deleteFrom('accessCode').execute()
    const people = await handle
      .selectFrom('personCredential')
      .innerJoin('person', 'person.id', 'personCredential.personId')
      .leftJoin('personKeyPair', 'personKeyPair.personId', 'person.id')
      .select(['person.id', 'person.active', 'personKeyPair.publicKey'])
      .execute()
    for (const { id, active, publicKey } of people) {
      if (id === by.personId) {
        await wrapPracticeKey(handle, id, { personKey: by.personKey, practiceKey: next })
      } else if (active === 1 && publicKey) {
        const practiceKeySealed = sealTo(publicKey, waitingIdentity(id), next.toString('hex'))
        await handle
          .updateTable('personKeyPair')
          .set({ practiceKeySealed })
          .where('personId', '=', id)
          .execute()
      } else {
        await putWrappedPracticeKey(handle, id, WITHHELD)
        await handle.deleteFrom('personKeyPair').where('personId', '=', id).execute()
      }
    }
  } finally {
    next.fill(0)
  }
}

/** No seal at all: it opens for nobody. */
const WITHHELD = Buffer.alloc(0)
