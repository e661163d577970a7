/** A plan in words, beside the dose itself. Pure. */
import type { Plan, UnreadOfLab, UnreadOfLine, UnreadOfPlan } from '../../../../shared/contract/plans'
import { localDay } from '../../../../shared/day'
import { formatDate, formatDay } from '../../ui/format'

const STATES: Readonly<Record<string, { label: string; color: string }>> = {
  draft: { label: 'Draft', color: 'gray' },
  active: { label: 'Active', color: 'yarrow' },
  cancelled: { label: 'Cancelled', color: 'gray' },
}

/** `known` is false for a word of Fullscript's that means nothing here; it is shown as it is. */
export function stateOf({ state }: Pick<Plan, 'state'>): { label: string; color: string; known: boolean } {
  const known = Object.hasOwn(STATES, state) ? STATES[state] : undefined
  if (known) return { ...known, known: true }
  return { label: state === '' ? 'State not given' : state, color: 'gray', known: state === '' }
}

/** What says when a plan was sent or made. */
export type Dated = Pick<Plan, 'sentAt' | 'sentOn' | 'createdAt' | 'createdOn' | 'importedAt'>

function dated(plan: Dated) {
  const { sentAt, sentOn, createdAt, createdOn, importedAt } = plan
  if (sentOn !== null || sentAt !== null) return { what: 'Sent', on: sentOn, at: sentAt ?? importedAt }
  if (createdOn !== null || createdAt !== null)
    return { what: 'Made', on: createdOn, at: createdAt ?? importedAt }
  return { what: 'Came in', on: null, at: importedAt }
}

/** "Sent Nov 30, 2026": the day that Fullscript says, wherever this computer stands. */
export function planDate(plan: Dated, locale: string): string {
  const { what, on, at } = dated(plan)
  return `${what} ${on === null ? formatDay(at, locale) : formatDate(on, locale)}`
}

/** The newest first; within a day by time, as far as it is known. */
export function newestFirst(one: Dated, other: Dated): number {
  const [a, b] = [dated(one), dated(other)]
  const [dayA, dayB] = [a.on ?? localDay(a.at), b.on ?? localDay(b.at)]
  return dayA === dayB ? b.at - a.at : dayA < dayB ? 1 : -1
}

const UNREAD: Readonly<Record<UnreadOfPlan | UnreadOfLine | UnreadOfLab, string>> = {
  state: 'state',
  prescriber: 'prescriber',
  sentDate: 'date of sending',
  madeDate: 'date of making',
  message: 'message',
  products: 'a product',
  labs: 'a lab',
  dosage: 'dosage',
  amount: 'amount',
  frequency: 'how often',
  duration: 'how long',
  form: 'form',
  instructions: 'instructions',
  timeOfDay: 'time of day',
  takeWith: 'what to take it with',
  refill: 'refills',
  units: 'units to buy',
  name: 'name',
  fasting: 'fasting',
  tests: 'tests',
}

/** Empty where everything could be read. */
export const unreadText = (fields: readonly (UnreadOfPlan | UnreadOfLine | UnreadOfLab)[]): string =>
  fields.length === 0
    ? ''
    : `Could not be read: ${fields.map((field) => UNREAD[field]).join(', ')}. Look in Fullscript.`
