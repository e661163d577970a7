/** Whether records, a copy of them for instance, open for one of their people. */
import { unseal } from '../platform/crypto/seal'
import type { Reading } from '../records/handles'
import { practiceKeyIdentity } from './password'
import { findPerson, readCredential } from './people-repository'
import { waitingPracticeKey } from './practice-key'

/** Whether they are one of the records' people. */
export const isPersonOf = async (handle: Reading, personId: string): Promise<boolean> =>
  (await findPerson(handle, personId)) !== undefined

/** With their own key they find the practice's, as at a sign-in. */
export async function opensFor(handle: Reading, personId: string, personKey: Buffer): Promise<boolean> {
  const credential = await readCredential(handle, personId)
  if (!credential) return false
  const key =
    (await waitingPracticeKey(handle, personId, personKey)) ??
    unseal(personKey, practiceKeyIdentity(personId, credential), credential.wrappedPracticeKey)
  key?.fill(0)
  return key !== null
}
