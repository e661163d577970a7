/** Words that the parts of integrations/fullscript/ share. */
import type { Result } from '../../../shared/failures'
import type {
  Authorization,
  Assumptions,
  Environment,
  FullscriptHosts,
  PlanFeature,
  ResourceOwner,
  WayBack,
} from '../../../shared/contract/fullscript'

/** Somebody of the practice, as identity/ knows them. */
export type { Colleague } from '../../identity/people-service'

/** The practice's Fullscript app, opened: the secret is in clear here and must not leave main. */
export type Application = {
  environment: Environment
  hosts: FullscriptHosts
  clientId: string
  clientSecret: string
  publicKey: string
  originUri: string
  wayBack: WayBack
  loopbackPorts: number[]
  /** Whom its tokens speak for: a person, or (apps created before 26 August 2021) a clinic. */
  authorization: Authorization
  /** What "Add plan" opens. */
  feature: PlanFeature
  /** What Fullscript's documents leave open (unknowns.ts). */
  assumptions: Assumptions
}

/** One answer of the token endpoint (mission/002), parsed. */
export type TokenSet = {
  accessToken: string
  refreshToken: string | null
  scopes: string[]
  owner: { id: string; type: ResourceOwner['type'] }
  /** Of a clinic's token, when the answer names it (fullscript.md 12.9). */
  statedClinicId?: string
  /** Seconds; null when the server did not say (R-6749-11). */
  expiresIn: number | null
  /** ISO 8601 as the server said it. */
  issuedAt: string
  /** Wall clock of this computer when the answer arrived. */
  receivedAt: number
}

/** Practice settings as other parts of integrations/fullscript/ use them. */
export interface Applications {
  /** `fullscript-not-configured` when id, secret or public key is missing; `signed-out` when nobody is. */
  current(): Promise<Result<Application>>
}

/** What the connect flow needs from tokens/ and api/. Each answers with a value, never throws. */
export interface ConnectLedger {
  /**
   * Trades the code (mission/002), keeps the answer durably as *pending* for this person BEFORE its first use, then
   * reads clinic and name. Never sends a code twice (R-DK-02): an unknown outcome is `connect-outcome-unknown`.
   * A colleague's id is refused and its token revoked: `connect-colleague`; so is a prescriber's account for somebody
   * who does not prescribe: `connect-practitioner`.
   */
  exchange(input: {
    application: Application
    code: string
    redirectUri: string
    codeVerifier: string
    signal: AbortSignal
    /** To try it out: an administrator may then use an account that they could not keep. */
    trial?: boolean
  }): Promise<Result<{ owner: ResourceOwner; previousOwner: ResourceOwner | null }>>
  /** Makes the pending connection the person's connection, in one transaction; the replaced one is revoked. */
  accept(): Promise<Result<null>>
  /** Revokes and forgets the pending connection. */
  refuse(): Promise<void>
}
