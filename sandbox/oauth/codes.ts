/** Authorization codes: ten minutes, one use (mission/001). */
import { newId, newToken, sha256 } from '../ids'
import type { Application, CodeRow, OwnerType, User } from '../store/types'
import type { World } from '../world'

/** Whose token it becomes: the user's, or for an application of the older kind the clinic's. */
export function ownerOf(application: Application, user: User): { id: string; type: OwnerType } {
  return application.level === 'clinic'
    ? { id: user.clinicId, type: 'Clinic' }
    : { id: user.id, type: user.type }
}

type NewCode = { application: Application; user: User; redirectUri: string; challenge: CodeRow['challenge'] }

/** Returns the code itself; only its hash is kept. */
export function issueCode(world: World, { application, user, redirectUri, challenge }: NewCode): string {
  const code = newToken()
  const owner = ownerOf(application, user)
  const now = world.clock.now()
  world.store.codesByHash.set(sha256(code), {
    id: newId(),
    hash: sha256(code),
    applicationId: application.id,
    ownerId: owner.id,
    ownerType: owner.type,
    redirectUri,
    scopes: [...application.scopes],
    challenge,
    createdAt: now,
    expiresAt: now + world.settings.codeSeconds * 1000,
    usedAt: null,
    tokenId: null,
  })
  world.counters.codesIssued += 1
  return code
}
