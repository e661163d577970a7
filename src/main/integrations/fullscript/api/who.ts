/** Who a token speaks for: the clinic (its id is what Fullscript data is grouped by, mission/000) and the name in it. */
import type { Result } from '../../../../shared/failures'
import type { TokenSet } from '../types'
import { type Clinic, clinicRequest, memberRequest } from './clinic'
import type { ApiAnswer, ApiRequest } from './transport'

/** `clinic` is null and `name` empty when they could not be read; neither stops anybody from connecting. */
export type Who = { name: string; clinic: Clinic | null }

export async function whoIs(
  owner: TokenSet['owner'],
  call: <T>(request: ApiRequest<T>) => Promise<Result<ApiAnswer<T>>>,
): Promise<Who> {
  const clinic = await call(clinicRequest())
  // A clinic has no name but its own.
  const member = owner.type === 'Clinic' ? null : await call(memberRequest(owner.type, owner.id))
  return {
    clinic: clinic.ok ? clinic.value.value : null,
    name: member?.ok ? member.value.value.name : '',
  }
}
