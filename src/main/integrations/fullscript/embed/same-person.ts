/**
 * Whether a patient at Fullscript is the patient of the chart. A wrong match hurts, so only full agreement decides by
 * itself; whatever is neither that nor a contradiction is for a person to say. An e-mail proves nothing: families share
 * one, and at Fullscript a dependent has the guardian's.
 */
import { compareFamilyNames, compareGivenNames, sameName, type Comparison } from './compare-names'

export type Identity = {
  givenName: string
  familyName: string
  email: string
  /** yyyy-mm-dd. */
  birthDate: string | null
  phone: string
  /** Anything but female and male counts as not said. */
  sex: string
}

export type ComparedField = keyof Identity

export type ComparedIdentities = {
  verdict: 'same' | 'different' | 'uncertain'
  fields: Record<ComparedField, Comparison>
}

/** `preferredName`: how the patient likes to be called, which Fullscript may have as the given name. */
export function compareIdentities(
  chart: Identity & { preferredName: string },
  fullscript: Identity,
): ComparedIdentities {
  const fields = {
    givenName: givenNames([chart.givenName, chart.preferredName], fullscript),
    familyName: compareFamilyNames(chart.familyName, fullscript.familyName),
    birthDate: plain(chart.birthDate, fullscript.birthDate),
    email: plain(chart.email.trim().toLowerCase(), fullscript.email.trim().toLowerCase()),
    phone: plain(digits(chart.phone), digits(fullscript.phone)),
    sex: plain(sexOf(chart.sex), sexOf(fullscript.sex)),
  }
  // Given and family name may have been entered the wrong way round.
  const swapped =
    sameName(chart.givenName, fullscript.familyName) && sameName(chart.familyName, fullscript.givenName)
  if (swapped) Object.assign(fields, { givenName: 'similar', familyName: 'similar' })
  return { verdict: verdictOf(fields), fields }
}

function verdictOf(fields: Record<ComparedField, Comparison>): ComparedIdentities['verdict'] {
  if (fields.givenName === 'different' || fields.birthDate === 'different') return 'different'
  const whole = fields.givenName === 'same' && fields.familyName === 'same' && fields.birthDate === 'same'
  return whole && fields.sex !== 'different' ? 'same' : 'uncertain'
}

const BEST_FIRST = ['same', 'similar', 'different'] as const

function givenNames(names: string[], { givenName }: Identity): Comparison {
  const compared = names.map((name) => compareGivenNames(name, givenName))
  return BEST_FIRST.find((comparison) => compared.includes(comparison)) ?? 'unknown'
}

const plain = (one: string | null, other: string | null): Comparison =>
  !one || !other ? 'unknown' : one === other ? 'same' : 'different'

/** Without the country code of the US and Canada. */
const digits = (phone: string): string => phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '')

const sexOf = (sex: string): string => (sex === 'female' || sex === 'male' ? sex : '')
