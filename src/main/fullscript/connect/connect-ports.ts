/** What the connect flow stands on. */
import type { Result } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Session, Sessions } from '../../people/session'
import type { Application, Applications, ConnectLedger } from '../types'
import type { Kept, Period } from './attempt'
import type { AttemptSecrets, AwaitedAnswer } from './awaited-answer'
import type { WayBackStrategy } from './ways-back'

export type Reopened = { kept: Kept; period: Period; secrets: AttemptSecrets }

/** Keeps an attempt that a link may answer after a restart (F-206). */
export interface AttemptStore {
  /** Replaces what the person had. Durable when it resolves. */
  keep(session: Session, awaited: AwaitedAnswer, period: Period): Promise<Result<Kept>>
  /** The person's attempt while its time is not over, else null; what is over is removed. */
  open(session: Session): Promise<Result<Reopened | null>>
}

export type ConnectPorts = {
  applications: Applications
  ledger: ConnectLedger
  waysBack: readonly WayBackStrategy[]
  attempts: AttemptStore
  /** Hands out, once, the query of the link that came while this person was not signed in. */
  takeParkedLink(personId: string): string | null
  sessions: Sessions
  audit: Audit
  clock: Clock
  logger: Logger
  /** Opens the system browser; fails with `connect-browser`. */
  openBrowser(address: string, application: Application): Promise<Result<null>>
  copyToClipboard(text: string): void
  /** The person is back from the browser: raise the window. */
  onReturned(): void
}
