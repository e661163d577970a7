/** Whose tokens: a person's own, or those of a clinic that was authorized as a whole (mission/001). */
import type { Session } from '../../../identity/session'

export type PersonSubject = { kind: 'person'; personId: string }
export type ClinicSubject = { kind: 'clinic'; clinicId: string }
export type TokenSubject = PersonSubject | ClinicSubject

/** Names a subject in maps. */
export const subjectKey = (subject: TokenSubject): string => `${subject.kind} ${subjectId(subject)}`

export const subjectId = (subject: TokenSubject): string =>
  subject.kind === 'person' ? subject.personId : subject.clinicId

/** The keys of whoever is at work. `personId` is that person, who is named in the audit. */
export type Keys = { personId: string; personKey: Buffer; practiceKey: Buffer }

/** A subject and the keys of whoever is at work for it; kept only as long as one piece of work needs them. */
export type Owner = Keys & { subject: TokenSubject }

/** `subject`: the person signed in when left out. The keys are the session's own and end with it. */
export const ownerOf = (
  session: Session,
  subject: TokenSubject = { kind: 'person', personId: session.person.id },
): Owner => ({
  personId: session.person.id,
  personKey: session.personKey,
  practiceKey: session.practiceKey,
  subject,
})

/** Sign-out wipes the session's own keys, and tokens that are on their way must still be kept or put down. */
export function copyKeys(session: Session, subject?: TokenSubject): Owner {
  const { personKey, practiceKey, ...owner } = ownerOf(session, subject)
  return { ...owner, personKey: Buffer.from(personKey), practiceKey: Buffer.from(practiceKey) }
}

export function wipeKeys(keys: Keys): void {
  keys.personKey.fill(0)
  keys.practiceKey.fill(0)
}
