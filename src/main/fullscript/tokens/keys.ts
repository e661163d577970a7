/** A copy of a person's keys for one piece of work, wiped at its end. */
import type { Session } from '../../people/session'
import type { Owner } from './vault'

/** Sign-out wipes the session's own keys, and tokens that are on their way must still be kept or put down. */
export type Keys = Owner & { practiceKey: Buffer }
export const copyKeys = (session: Session): Keys => ({
  personId: session.person.id,
  personKey: Buffer.from(session.personKey),
  practiceKey: Buffer.from(session.practiceKey),
})
export function wipeKeys(keys: Keys): void {
  keys.personKey.fill(0)
  keys.practiceKey.fill(0)
}
