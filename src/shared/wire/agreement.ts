/**
 * What the two ends of the wire must know alike to agree on its first key: ECDH on P-256 with a key pair that each makes
 * for this page alone, then HKDF-SHA-256 bound to both public halves. Each end uses its own platform's implementation.
 */

/** The one channel that carries no sealed frame: the page's public half goes to main, main's comes back. */
export const WIRE_CHANNEL = 'yarrow:wire'

/** Bytes of a public half: an uncompressed point. */
export const POINT = 65
/** Bytes of the root key. */
export const ROOT = 32
export const ROOT_LABEL = 'yarrow wire'

/** HKDF's salt. */
export function agreementSalt(windowPublic: Uint8Array, mainPublic: Uint8Array): Uint8Array {
  const salt = new Uint8Array(windowPublic.length + mainPublic.length)
  salt.set(windowPublic)
  salt.set(mainPublic, windowPublic.length)
  return salt
}
