/** For whom a connection is made: what the person who connects may do, and what answer of Fullscript fits. Pure. */
import type { FailureCode } from '../../../../shared/failures'
import { may } from '../../../../shared/capabilities'
import type { Session } from '../../../identity/session'
import type { Application, TokenSet } from '../types'
import type { TokenSubject } from './token-subject'
import type { StoredConnection } from './token-store-row'

type Level = Pick<Application, 'authorization'>

/** A clinic is connected for everybody, so by an administrator. */
export const mayConnect = ({ person }: Pick<Session, 'person'>, { authorization }: Level): boolean =>
  may(person, authorization === 'clinic' ? 'practice:settings' : 'fullscript:connect')

/**
 * Why nobody here may have these tokens, or null. They speak for the wrong kind of owner, or for a prescriber: the front
 * desk prescribes nothing, at Fullscript neither.
 */
export function unsuitable(
  { person }: Pick<Session, 'person'>,
  { authorization }: Level,
  { owner }: Pick<TokenSet, 'owner'>,
): FailureCode | null {
  if (owner.type === 'Clinic') return authorization === 'clinic' ? null : 'connect-clinic-app'
  if (authorization === 'clinic') return 'connect-person-app'
  return owner.type === 'Practitioner' && !may(person, 'plans:prescribe') ? 'connect-practitioner' : null
}

/** Whose the connection will be; which clinic, only Fullscript can say. */
export const newSubject = ({ person }: Pick<Session, 'person'>, { authorization }: Level): TokenSubject =>
  authorization === 'clinic' ? { kind: 'clinic', clinicId: '' } : { kind: 'person', personId: person.id }

/** Null for a clinic whose id was not read. */
export function subjectIn({
  kind,
  personId,
  clinicId,
}: Pick<StoredConnection, 'kind' | 'personId' | 'clinicId'>): TokenSubject | null {
  if (kind === 'person') return { kind, personId }
  return clinicId === null ? null : { kind, clinicId }
}
