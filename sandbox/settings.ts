/** Switches of the local Fullscript; the control API changes them while it runs. */

/** `lazy`: a refresh token dies when the access token made from it is first used. `immediate`: at the refresh. */
export type Rotation = 'lazy' | 'immediate'

export type Settings = {
  rotation: Rotation
  /** False: challenge and verifier are ignored, as by a Doorkeeper without PKCE columns. */
  pkce: boolean
  /** Doorkeeper's own rule for redirect URIs, which Fullscript does not document: any port of a loopback literal. */
  anyLoopbackPort: boolean
  /** Whether `code_challenge_method=plain` is accepted. */
  acceptPlainChallenge: boolean
  /** Doorkeeper 6: a second use of a code revokes the token it gave. */
  revokeOnCodeReuse: boolean
  /** Fullscript documents that expired access tokens can be revoked; stock Doorkeeper answers 200 and does nothing. */
  revokeExpiredAccessTokens: boolean
  /** R-DK-14: a token endpoint that answers 415 to JSON. */
  tokenEndpointFormOnly: boolean
  /** Lets ordinary applications use the restricted endpoints. */
  restrictedAccess: boolean
  /** What the frame does with a patient id it does not know. */
  unknownPatient: 'selector' | 'error'
  /** Rolling window over all of /api; null: off. */
  rateLimit: { requests: number; windowSeconds: number; retryAfter: string | null } | null
  /** Whether `resource_owner` of a clinic's token carries `clinic_id`; no document says. */
  ownerNamesClinic: boolean
  /** Amounts of plan lines as text, as the export's schema has them; its examples have numbers. */
  unitsAsText: boolean
  accessTokenSeconds: number
  codeSeconds: number
  grantSeconds: number
}

export const defaultSettings = (): Settings => ({
  rotation: 'lazy',
  pkce: true,
  anyLoopbackPort: false,
  acceptPlainChallenge: false,
  revokeOnCodeReuse: false,
  revokeExpiredAccessTokens: true,
  tokenEndpointFormOnly: false,
  restrictedAccess: false,
  unknownPatient: 'selector',
  rateLimit: null,
  ownerNamesClinic: false,
  unitsAsText: false,
  accessTokenSeconds: 7200,
  codeSeconds: 600,
  grantSeconds: 120,
})
