/** What the connect flow stands on. */
import type { Result } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Sessions } from '../../people/session'
import type { Application, Applications, ConnectLedger } from '../types'
import type { WayBackStrategy } from './ways-back'

export type ConnectPorts = {
  applications: Applications
  ledger: ConnectLedger
  waysBack: readonly WayBackStrategy[]
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
