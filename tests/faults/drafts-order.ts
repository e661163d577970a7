/** What the process that types is told, and what it types. */
import type { Drafts } from '../../src/main/drafts/drafts-service'
import type { Person } from '../../src/shared/contract/people'
import { roleOf } from '../support/roles'

export type DraftsOrder = {
  file: string
  /** Hex. */
  databaseKey: string
  personKey: string
  personId: string
  key: string
} & ({ role: 'save'; sizes: number[] } | { role: 'type'; /** Milliseconds between letters. */ every: number })

const LETTERS = 'abcdefghijklmnopqrstuvwxyz '

/** The text of the `number`th draft: `size` letters that say where they stand, so that no part passes for another. */
export const draftText = (number: number, size: number): string =>
  Array.from({ length: size }, (_, at) => LETTERS[(at * at + number) % LETTERS.length]).join('')

export function authorOf({ personId, personKey }: DraftsOrder): Parameters<Drafts['save']>[0] {
  const nobody = { username: '', displayName: '', credentials: '', practiceName: '' }
  const person: Person = { ...nobody, id: personId, ...roleOf('staff') }
  return { person, personKey: Buffer.from(personKey, 'hex') }
}
