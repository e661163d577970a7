/** Allergies in words, and their form: what is typed, what of it is right, and what it becomes. Pure. */
import { z } from 'zod'
import {
  ALLERGY_STATUSES,
  NO_KNOWN_ALLERGIES,
  allergyIntolerance,
  isInForce,
  lowered,
  saysNone,
  type Allergy,
  type AllergyBody,
} from '../../../../shared/contract/allergies'
import {
  ENTERED_IN_ERROR,
  contentSchema,
  entrySchema,
  type Coding,
  type EntryContent,
} from '../../../../shared/contract/entries'
import { codeSystemName } from '../../../../shared/code-systems'
import { HIDDEN_CHARACTERS } from '../../../../shared/line-of-text'
import { formatPartialDate, isAfter, isPartialDay } from '../../../../shared/partial-date'
import type { Checked } from '../../data/use-record-form'
import { HIDDEN_IN_NAME } from '../../ui/person-form'

export const TYPES = { allergy: 'Allergy', intolerance: 'Intolerance' } as const
export const CATEGORIES = {
  food: 'Food',
  medication: 'Medication',
  environment: 'Environment',
  biologic: 'Biologic',
} as const
export const CRITICALITIES = {
  low: 'Low risk',
  high: 'High risk',
  'unable-to-assess': 'Risk cannot be assessed',
} as const
export const VERIFICATIONS = {
  unconfirmed: 'Unconfirmed',
  confirmed: 'Confirmed',
  refuted: 'Refuted',
} as const
const STATUSES: Record<string, string> = {
  active: 'Active',
  inactive: 'Inactive',
  resolved: 'Resolved',
  [ENTERED_IN_ERROR]: 'Entered in error',
}
export const SEVERITIES = { mild: 'Mild', moderate: 'Moderate', severe: 'Severe' } as const

/** A word that this Yarrow does not know is shown as it is. */
export const statusWords = (status: string): string => STATUSES[status] ?? status

/** "Anaphylaxis (severe), hives". */
export const reactionWords = (reactions: AllergyBody['reactions']): string =>
  reactions
    .map(({ manifestation, severity }, index) => {
      const what = index === 0 ? manifestation : lowered(manifestation)
      return severity === null ? what : `${what} (${severity})`
    })
    .join(', ')

/** Something that must not be missed: said in words wherever it is shown. */
export const isDangerous = ({ body }: Pick<Allergy, 'body'>): boolean =>
  body?.criticality === 'high' || body?.reactions.some(({ severity }) => severity === 'severe') === true

/** The dangerous first, then those that cannot be read, then by name. */
export function worstFirst(allergies: readonly Allergy[]): Allergy[] {
  const rank = (one: Allergy) => (isDangerous(one) ? 0 : one.body === null ? 1 : 2)
  return [...allergies].sort((a, b) => rank(a) - rank(b) || a.text.localeCompare(b.text))
}

/** "Medication allergy", "Food", "Intolerance"; empty where neither is said. */
export function kindWords(body: AllergyBody): string {
  const type = body.type && TYPES[body.type]
  const category = body.category && CATEGORIES[body.category]
  return category && type ? `${category} ${lowered(type)}` : (category ?? type ?? '')
}

/** "RxNorm 723"; of text without a code that it has none. */
export const codeWords = (codings: readonly Coding[]): string =>
  codings.length === 0
    ? 'No code'
    : codings.map(({ system, code }) => `${codeSystemName(system)} ${code}`).join(', ')

/** What one version says, a line for each thing. */
export function allergyLines(allergy: Allergy, locale: string): string[] {
  const { body, status, effective, codings, text, reason } = allergy
  const since = effective === null ? '' : formatPartialDate(effective, locale)
  if (!body) return [text, statusWords(status), 'The rest was written by a newer Yarrow']
  if (saysNone(allergy))
    return [text, `Asked ${since}`, statusWords(status), reason].filter((line) => line !== '')
  return [
    text,
    [kindWords(body), body.criticality && CRITICALITIES[body.criticality], codeWords(codings)],
    [reactionWords(body.reactions)],
    [statusWords(status), VERIFICATIONS[body.verificationStatus], since && `since ${since}`],
    [reason && `Reason: ${reason}`],
    [body.note],
  ]
    .map((line) => (typeof line === 'string' ? line : line.filter((part) => part).join(' · ')))
    .filter((line) => line !== '')
}

export type Sorted = {
  /** Those that the patient has now. */
  inForce: Allergy[]
  /** That there are none, as somebody said on a day. */
  none: Allergy | null
  /** Not active, or refuted. */
  past: Allergy[]
  errors: Allergy[]
}

export function sortAllergies(all: readonly Allergy[]): Sorted {
  const errors = all.filter(({ status }) => status === ENTERED_IN_ERROR)
  const rest = all.filter(({ status }) => status !== ENTERED_IN_ERROR)
  const now = rest.filter(isInForce)
  return {
    inForce: worstFirst(now.filter((one) => !saysNone(one))),
    none: now.find(saysNone) ?? null,
    past: rest.filter((one) => !isInForce(one)),
    errors,
  }
}

/** As typed; empty where nothing is said. */
export type AllergyForm = {
  text: string
  type: string
  category: string
  criticality: string
  verificationStatus: string
  status: string
  effective: string
  reactions: { manifestation: string; severity: string }[]
  note: string
}

export type Content = EntryContent<AllergyBody, (typeof ALLERGY_STATUSES)[number]>

/** An allergy that this Yarrow can read, as its form keeps it. */
export const readableSchema = entrySchema(contentSchema(allergyIntolerance).shape.body).extend({
  status: z.enum(ALLERGY_STATUSES),
  body: contentSchema(allergyIntolerance).shape.body,
})
export type ReadableAllergy = z.infer<typeof readableSchema>

export function toForm(content: Content | null): AllergyForm {
  const body = content?.body
  return {
    text: content?.text ?? '',
    type: body?.type ?? '',
    category: body?.category ?? '',
    criticality: body?.criticality ?? '',
    verificationStatus: body?.verificationStatus ?? 'unconfirmed',
    status: content?.status ?? 'active',
    effective: content?.effective ?? '',
    reactions: (body?.reactions ?? []).map(({ manifestation, severity }) => ({
      manifestation,
      severity: severity ?? '',
    })),
    note: body?.note ?? '',
  }
}

const MESSAGES: Partial<Record<string, string>> = {
  text: 'Enter the substance',
  effective: 'Enter a year, a month or a day, such as 2004 or 5/2004',
}

/** `codings`: of the substance. `today`: YYYY-MM-DD; nothing has begun after it. */
export function checkAllergy(
  form: AllergyForm,
  { codings, today }: { codings: Coding[]; today: string },
): Checked<AllergyForm, Content> {
  const { text, status, effective, reactions, note, ...rest } = form
  const said = <T extends string>(value: T) => (value === '' ? null : value)
  const parsed = contentSchema(allergyIntolerance).safeParse({
    status,
    effective: said(effective),
    codings,
    text,
    body: {
      type: said(rest.type),
      category: said(rest.category),
      criticality: said(rest.criticality),
      verificationStatus: rest.verificationStatus,
      // A line that nothing was typed into is none.
      reactions: reactions
        .filter(({ manifestation, severity }) => manifestation.trim() !== '' || severity !== '')
        .map(({ manifestation, severity }) => ({ manifestation, severity: said(severity) })),
      note,
    },
  })
  const errors: Partial<Record<keyof AllergyForm, string>> = {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = (path[0] === 'body' ? path[1] : path[0]) as keyof AllergyForm
    errors[field] ??=
      message === HIDDEN_CHARACTERS
        ? HIDDEN_IN_NAME
        : field === 'reactions'
          ? 'Say of each reaction what happened'
          : (MESSAGES[field] ?? 'This is too long')
  }
  if (isPartialDay(effective) && isAfter(effective, today)) errors.effective = 'This date is in the future'
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, fields: parsed.data }
    : { ok: false, errors }
}

/** "No known allergies", as asked on this day. */
export const noneKnown = (today: string): Content => ({
  status: 'active',
  effective: today,
  codings: [NO_KNOWN_ALLERGIES],
  text: 'No known allergies',
  body: {
    type: null,
    category: null,
    criticality: null,
    verificationStatus: 'confirmed',
    reactions: [],
    note: '',
  },
})

const LABELS: Record<keyof AllergyForm, string> = {
  text: 'Substance',
  type: 'Type',
  category: 'Category',
  criticality: 'Criticality',
  verificationStatus: 'Certainty',
  status: 'Status',
  effective: 'Since',
  reactions: 'Reactions',
  note: 'Note',
}
export const labelOf = (field: keyof AllergyForm): string => LABELS[field]

const WORDS: Partial<Record<keyof AllergyForm, Readonly<Record<string, string>>>> = {
  type: TYPES,
  category: CATEGORIES,
  criticality: CRITICALITIES,
  verificationStatus: VERIFICATIONS,
}

/** A value of the form in words; empty for none. */
export function valueWords(field: keyof AllergyForm, value: AllergyForm[keyof AllergyForm]): string {
  if (typeof value !== 'string')
    return reactionWords(
      value.map(({ manifestation, severity }) => ({
        manifestation,
        severity: severity in SEVERITIES ? (severity as keyof typeof SEVERITIES) : null,
      })),
    )
  return field === 'status' ? statusWords(value) : (WORDS[field]?.[value] ?? value)
}
