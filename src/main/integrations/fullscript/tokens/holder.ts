/** Whose tokens: a person's own, or those of a clinic that was authorized as a whole (mission/001). */
import type { Session } from '../../../identity/session'

export type PersonHolder = { kind: 'person'; personId: string }
export type ClinicHolder = { kind: 'clinic'; clinicId: string }
export type Holder = PersonHolder | ClinicHolder

/** Names a holder in maps. */
export const holderKey = (holder: Holder): string => `${holder.kind} ${holderId(holder)}`

export const holderId = (holder: Holder): string =>
  holder.kind === 'person' ? holder.personId : holder.clinicId

/** The keys of whoever is at work. `personId` is that person, who is named in the audit. */
export type Keys = { personId: string; personKey: Buffer; practiceKey: Buffer }

/** A holder and the keys of whoever is at work for it; kept only as long as one piece of work needs them. */
export type Owner = Keys & { holder: Holder }

/** `holder`: the person signed in when left out. The keys are the session's own and end with it. */
export const ownerOf = (
  session: Session,
  holder: Holder = { kind: 'person', personId: session.person.id },
): Owner => ({
  personId: session.person.id,
  personKey: session.personKey,
  practiceKey: session.practiceKey,
  holder,
})

/** Sign-out wipes the session's own keys, and tokens that are on their way must still be kept or put down. */
export function copyKeys(session: Session, holder?: Holder): Owner {
  const { personKey, practiceKey, ...owner } = ownerOf(session, holder)
  return { ...owner, personKey: Buffer.from(personKey), practiceKey: Buffer.from(practiceKey) }
}

export function wipeKeys(keys: Keys): void {
  keys.personKey.fill(0)
  keys.practiceKey.fill(0)
}
