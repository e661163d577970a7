/** For tests of what all kinds of clinical entries have in common: two things that an entry of each may say. */
import type { AllergyBody } from '../../src/shared/contract/allergies'
import type { EntryContent } from '../../src/shared/contract/entries'
import type { EntryArea } from '../../src/shared/entry-kinds'

/** `then`: what it is changed to. */
type Example = { first: EntryContent; then: EntryContent }

const penicillin: EntryContent<AllergyBody> = {
  status: 'active',
  effective: '2004',
  codings: [],
  text: 'Penicillin',
  body: {
    type: 'allergy',
    category: 'medication',
    criticality: 'high',
    verificationStatus: 'confirmed',
    reactions: [{ manifestation: 'Anaphylaxis', severity: 'severe' }],
    note: 'After the first dose',
  },
}

export const ENTRY_EXAMPLES: Record<EntryArea, Example> = {
  allergies: { first: penicillin, then: { ...penicillin, status: 'resolved', effective: '2004-05' } },
}
