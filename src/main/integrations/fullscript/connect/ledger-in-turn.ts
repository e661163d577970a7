/** The ledger's calls of the flow, one after the other, so that cleaning up one attempt never touches the next. */
import { failed, type Result } from '../../../../shared/failures'
import { Queue } from '../../../../shared/queue'
import type { ConnectLedger } from '../types'
import type { Attempt } from './attempt'
import type { AwaitedAnswer } from './awaited-answer'
import type { ConnectPorts } from './connect-ports'

export class LedgerInTurn {
  readonly #with: Pick<ConnectPorts, 'ledger' | 'sessions' | 'logger'>
  readonly #queue = new Queue()

  constructor(ports: Pick<ConnectPorts, 'ledger' | 'sessions' | 'logger'>) {
    this.#with = ports
  }

  /** Sends the code of an answer, once. `connect-cancelled` when the attempt ended before that. */
  exchange(attempt: Attempt, awaited: AwaitedAnswer, code: string): ReturnType<ConnectLedger['exchange']> {
    const { application, redirectUri, codeVerifier } = awaited
    const { signal } = attempt.abort
    const over = () => signal.aborted
    return this.#inTurn(async () => {
      // Gone before the code is sent: after a crash from here on no link may send it again (F-114).
      const removed = await attempt.kept?.remove()
      if (over()) return failed('connect-cancelled')
      if (removed?.ok === false) return removed
      const { trial } = attempt
      const input = { application, code, redirectUri, codeVerifier, signal, ...(trial ? { trial } : {}) }
      const exchanged = await this.#with.ledger.exchange(input)
      // Nobody will confirm what arrives after the attempt ended.
      if (exchanged.ok && over()) await this.#refuse(attempt)
      return exchanged
    })
  }

  accept(): Promise<Result<null>> {
    return this.#inTurn(() => this.#with.ledger.accept())
  }

  async refuse(attempt: Attempt): Promise<void> {
    await this.#inTurn(() => this.#refuse(attempt))
  }

  async settled(): Promise<void> {
    await this.#queue.settled()
  }

  /** Only while the same person is signed in: the ledger acts for whoever that is. */
  async #refuse(attempt: Attempt): Promise<void> {
    if (this.#with.sessions.current()?.id === attempt.sessionId) await this.#with.ledger.refuse()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T | ReturnType<typeof failed>> {
    return this.#queue.run(work).catch((error: unknown) => {
      this.#with.logger.error('Connecting to Fullscript broke', { error })
      return failed('unexpected')
    })
  }
}
