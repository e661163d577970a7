/** What the connect flow stands on. */
import type { Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import type { Session, Sessions } from '../../../identity/session'
import type { Records } from '../../../records/unit-of-work'
import type { Application, Applications, ConnectLedger } from '../types'
import type { Kept, Period } from './attempt'
import type { AttemptSecrets, AwaitedAnswer } from './awaited-answer'
import type { WayBackStrategy } from './ways-back'

export type Reopened = {
  kept: Kept
  period: Period
  secrets: AttemptSecrets
  /** Whether an answer came while the person was away. */
  answered: boolean
  /** From now on answers are no longer kept but delivered; the query of the one that came meanwhile. */
  wake: () => string | null
}

/** `refused`: an answer to that attempt was kept already, its time is over, or its sender is not allowed. */
export type Parked = 'parked' | 'refused'

/** Keeps attempts, and the answers to them, while their person is away (F-206, F-706). */
export interface AttemptStore {
  /** Replaces what the person had. Durable when it resolves. */
  keep(session: Session, awaited: AwaitedAnswer, period: Period): Promise<Result<Kept>>
  /** The person's attempt while its time is not over, else null; what is over is removed. */
  open(session: Session): Promise<Result<Reopened | null>>
  /**
   * Keeps the answer to an attempt whose person is away, unreadable until that person signs in; null when it answers
   * no such attempt. `query`: raw. `senderAllowed`: as in `Deliver`.
   */
  park(redirectUri: string, query: string, senderAllowed?: () => boolean): Parked | null
}

export type ConnectPorts = {
  applications: Applications
  ledger: ConnectLedger
  waysBack: readonly WayBackStrategy[]
  attempts: AttemptStore
  sessions: Sessions
  records: Pick<Records, 'note'>
  clock: Clock
  logger: Logger
  /** Opens the system browser; fails with `connect-browser`. */
  openBrowser(address: string, application: Application): Promise<Result<null>>
  copyToClipboard(text: string): void
  /** An answer came from the browser, for whoever is signed in or has to sign in for it: raise the window. */
  onReturned(): void
}
