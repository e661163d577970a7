/** Who is signed in, as other rooms see it. The keys stay in main's memory and are wiped at sign-out and lock. */
import type { Person } from '../../shared/contract/people'

export type Session = {
  /** New at every sign-in and unlock; a result that belongs to an older session is dropped (F-507). */
  readonly id: string
  readonly person: Person
  /** Opens what is sealed for this person alone (Fullscript tokens). 32 bytes. */
  readonly personKey: Buffer
  /** Opens what is sealed for the practice (Fullscript app settings, pending revocations). 32 bytes. */
  readonly practiceKey: Buffer
}

export interface Sessions {
  current(): Session | null
  /** Called after sign-in or unlock with the session and after sign-out or lock with null, before the window hears. */
  onChange(listener: (session: Session | null) => void | Promise<void>): () => void
}
