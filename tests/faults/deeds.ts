/** One deed, in one of its ways, as the list of them says it. */
import type { FailureCode } from '../../src/shared/failures'
import type { Row } from './deeds-practice'

export type Deed = {
  /** A call of the bridge, by its name; or what Yarrow does by itself, in words. */
  name: string
  /** Which of its ways; nothing: it succeeds. */
  way?: string
  /** What has to be so before; done again before each try, and not looked at. */
  before?: () => Promise<unknown>
  /** Of the call. */
  input?: () => unknown
  /** Instead of a plain call, or around it. Answers a failure as the bridge does. */
  does?: () => Promise<unknown>
  /** The rows that it must leave, in any order; see `told`. */
  leaves: string[]
  /** It must fail with this. */
  fails?: FailureCode
  /** Tables that may change although the deed is not done, and why. */
  beside?: Record<string, string>
  /** It is done whatever the disk says, and why; nothing but memory may change without its row. */
  always?: string
}

/** Ids of people in it by their names. */
const named = (subject: string, name: (id: string) => string) =>
  subject.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, name)

/** A row in words: who, what, how it ended, of which patient, as whom. */
export function told(row: Row, names: ReadonlyMap<string, string>): string {
  const { personId, action, outcome, patientId, actingAsType, actingAsId, emergency, subject } = row
  const name = (id: string) => names.get(id) ?? 'unknown'
  return [
    personId === null ? 'nobody' : name(personId),
    action,
    outcome,
    patientId === null ? '' : `of ${name(patientId)}`,
    actingAsType === null ? '' : `as ${actingAsType} ${name(actingAsId ?? '')}`,
    emergency === 1 ? 'in emergency' : '',
    subject !== null && /^[a-z]+(-[a-z]+)+$|(^| )changed:/.test(subject) ? `for ${named(subject, name)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}
