/** Bridge area `allergies`: allergies and intolerances (FHIR AllergyIntolerance), and that a patient has none. */
import { z } from 'zod'
import { SNOMED_CT } from '../code-systems'
import { nameSchema } from '../line-of-text'
import { entryKind, type Coding, type Entry } from './entries'

/** "No known allergies" is an entry with a day, not an empty list. */
export const NO_KNOWN_ALLERGIES: Coding = {
  system: SNOMED_CT,
  code: '716186003',
  display: 'No known allergy',
}

const bodySchema = z.object({
  /** Null: not said, and always of "no known allergies". */
  type: z.enum(['allergy', 'intolerance']).nullable(),
  category: z.enum(['food', 'medication', 'environment', 'biologic']).nullable(),
  /** How dangerous the next exposure may be. */
  criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
  verificationStatus: z.enum(['unconfirmed', 'confirmed', 'refuted']),
  reactions: z
    .array(
      z.object({
        manifestation: nameSchema(200),
        severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
      }),
    )
    .max(20),
  note: z.string().trim().max(2000),
})
export type AllergyBody = z.infer<typeof bodySchema>
export type Allergy = Entry<AllergyBody>

export const ALLERGY_STATUSES = ['active', 'inactive', 'resolved'] as const

export const saysNone = ({ codings }: { codings: readonly Coding[] }): boolean =>
  codings.some(({ system, code }) => system === NO_KNOWN_ALLERGIES.system && code === NO_KNOWN_ALLERGIES.code)

/** Counts as one that the patient has now. What this Yarrow cannot read may be one. */
export const isInForce = ({ status, body }: Pick<Allergy, 'status' | 'body'>): boolean =>
  status === 'active' && body?.verificationStatus !== 'refuted'

/** Without the capital of a sentence, but "GI upset" and "IgE" as they are. */
export const lowered = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text

/** The most severe of them; undefined where none is recorded. */
function worstReaction(body: AllergyBody | null): string | undefined {
  const order = ['severe', 'moderate', 'mild', null]
  const reactions = body?.reactions ?? []
  return reactions.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0]?.manifestation
}

/** "Penicillin: anaphylaxis, high risk". */
export function riskWords({ text, body }: Pick<Allergy, 'text' | 'body'>): string {
  const reaction = worstReaction(body)
  const what = reaction === undefined ? text : `${text}: ${lowered(reaction)}`
  return body?.criticality === 'high' ? `${what}, high risk` : what
}

/** What is not so, or no longer. */
const ENDED: Readonly<Record<string, string>> = { inactive: 'not active', resolved: 'resolved' }

/** `effective`: since when; of "no known allergies": the day on which it was asked. */
export const allergyIntolerance = entryKind({
  kind: 'allergy-intolerance',
  statuses: ALLERGY_STATUSES,
  body: bodySchema,
  summary: (entry) => {
    const ended = entry.body?.verificationStatus === 'refuted' ? 'refuted' : ENDED[entry.status]
    return ended === undefined ? riskWords(entry) : `${riskWords(entry)}, ${ended}`
  },
  rule: (next, others) => {
    if (!isInForce(next)) return { changes: [] }
    if (saysNone(next) && others.some((other) => isInForce(other) && !saysNone(other)))
      return { refuses: 'entry-contradicts' }
    // What was said of none is no longer so, or is said anew.
    const ended = others.filter((other) => isInForce(other) && saysNone(other))
    return { changes: ended.map(({ id }) => ({ id, status: 'inactive' })) }
  },
})
