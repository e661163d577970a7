/** Proof Key for Code Exchange, RFC 7636. */
import { createHash } from 'node:crypto'
import type { CodeRow } from '../store/types'
import type { World } from '../world'

/** The challenge of an authorize request: null when none was sent, an error when its method is refused. */
export function readChallenge(
  world: World,
  parameters: Record<string, string | undefined>,
): { ok: true; challenge: CodeRow['challenge'] } | { ok: false } {
  const value = parameters['code_challenge']
  if (!world.settings.pkce || value === undefined || value === '') return { ok: true, challenge: null }
  const method = parameters['code_challenge_method'] ?? 'plain'
  if (method === 'S256') return { ok: true, challenge: { value, method } }
  if (method === 'plain' && world.settings.acceptPlainChallenge)
    return { ok: true, challenge: { value, method } }
  return { ok: false }
}

/** A verifier without a challenge fails too, as in Doorkeeper. */
export function verifierMatches(
  world: World,
  challenge: CodeRow['challenge'],
  verifier: string | undefined,
): boolean {
  if (!world.settings.pkce) return true
  if (verifier === undefined || verifier === '') return challenge === null
  if (challenge === null) return false
  const computed =
    challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  return computed === challenge.value
}
