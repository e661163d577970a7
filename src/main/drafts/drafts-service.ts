/**
 * Half-typed text and the place on screen, kept for their author alone: sealed under the person's key with person and
 * key as the seal's identity, so that neither a colleague nor a moved row ever shows it to somebody else (F-707). What
 * does not open any more is as if it had never been there.
 */
import type { Draft } from '../../shared/contract/drafts'
import { ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import type { Session } from '../identity/session'
import { sealText, unsealText } from '../platform/crypto/seal'
import { withStorageFailures } from '../records/database-errors'
import type { Writing } from '../records/handles'
import type { Records } from '../records/unit-of-work'
import {
  deleteDraft,
  deleteDrafts,
  deletePlace,
  readDrafts,
  readPlace,
  writeDraft,
  writePlace,
  type DraftRow,
} from './drafts-repository'

type Author = Pick<Session, 'person' | 'personKey'>

export interface Drafts {
  /** Everything of this person. `place`: path inside the app, null when there is none. */
  mine(author: Author): Promise<Result<{ place: string | null; drafts: Draft[] }>>
  /** Durable when it resolves. Replaces what the person had under this key. */
  save(author: Author, draft: { key: string; text: string }): Promise<Result<null>>
  discard(personId: string, key: string): Promise<Result<null>>
  savePlace(author: Author, place: string): Promise<Result<null>>
  /** After signing out there is nothing to come back to. */
  forgetPlace(personId: string): Promise<Result<null>>
  /** The person's key is no more (an administrator's reset): what it sealed lapses with it, in the same transaction. */
  lapse(personId: string, handle: Writing): Promise<void>
}

const draftIdentity = ({ personId, key, updatedAt }: Omit<DraftRow, 'textSealed'>) => [
  'draft',
  personId,
  key,
  'text',
  String(updatedAt),
]
const placeIdentity = (personId: string) => ['person_place', personId, 'place']

export function createDrafts({ records, clock }: { records: Records; clock: Clock }): Drafts {
  const done = (work: (handle: Writing) => Promise<void>): Promise<Result<null>> =>
    withStorageFailures(async () => {
      await records.internal(work)
      return ok(null)
    })
  return {
    mine: ({ person, personKey }) =>
      withStorageFailures(async () => {
        const [rows, placeSealed] = await records.internal(
          async (handle) =>
            [await readDrafts(handle, person.id), await readPlace(handle, person.id)] as const,
        )
        return ok({
          place: placeSealed && unsealText(personKey, placeIdentity(person.id), placeSealed),
          drafts: rows.flatMap((row) => {
            const text = unsealText(personKey, draftIdentity(row), row.textSealed)
            return text === null ? [] : [{ key: row.key, text, updatedAt: row.updatedAt }]
          }),
        })
      }),

    save({ person, personKey }, { key, text }) {
      const facts = { personId: person.id, key, updatedAt: clock.now() }
      // Before anything is awaited: the session may end meanwhile, and its key with it.
      const textSealed = sealText(personKey, draftIdentity(facts), text)
      return done((handle) => writeDraft(handle, { ...facts, textSealed }))
    },

    discard: (personId, key) => done((handle) => deleteDraft(handle, personId, key)),

    savePlace({ person, personKey }, place) {
      const placeSealed = sealText(personKey, placeIdentity(person.id), place)
      return done((handle) => writePlace(handle, { personId: person.id, placeSealed }))
    },

    forgetPlace: (personId) => done((handle) => deletePlace(handle, personId)),

    async lapse(personId, handle) {
      await deleteDrafts(handle, personId)
      await deletePlace(handle, personId)
    },
  }
}
