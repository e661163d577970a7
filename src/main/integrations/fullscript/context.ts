/**
 * Who asks Fullscript, of which app, with whose tokens and as whom there: resolved once for each action, at the service's
 * door (resolve-context.ts), and passed on. Nothing behind the door asks again.
 */
import type { Environment, UserType } from '../../../shared/contract/fullscript'
import type { Session } from '../../identity/session'
import type { TokenSubject } from './tokens/token-subject'
import type { Application } from './types'

/** Whose Fullscript account a person uses, and in which clinic. */
export type Account = {
  owner: { id: string; type: UserType }
  name: string
  /** Null while it could not be read. */
  clinicId: string | null
  scopes: string[]
  /** False once Fullscript has refused it for good. */
  works: boolean
  /** Whose tokens serve: the person's own, or the clinic's. */
  through: 'person' | 'clinic'
  connectedAt: number
}

export type FullscriptContext = {
  session: Session
  application: Application
  environment: Environment
  /** Whose tokens serve. */
  subject: TokenSubject
  /** Null where nobody is connected, and for a clinic that an administrator speaks for by its name. */
  account: Account | null
  /** Granted to the connection that is used; null when there is none that works. */
  scopes: readonly string[] | null
}

/** In whose name and in which clinic something is done at Fullscript. */
export type ClinicContext = FullscriptContext & {
  personId: string
  /** The Fullscript account in whose name it is done there. */
  actingAs: Account['owner']
  clinicId: string
}

/** Who does it, and as whom at Fullscript, as the audit has it. */
export const actorOf = ({
  personId,
  actingAs,
}: ClinicContext): Pick<ClinicContext, 'personId' | 'actingAs'> => ({
  personId,
  actingAs,
})

/** Who asks, and with which app: what an action knows before it looks at their connection. */
export type Asking = { session: Session; application: Application }
