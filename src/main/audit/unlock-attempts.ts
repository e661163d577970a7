/**
 * Closed records that somebody opened with a passphrase or a recovery code (164.312(b)). Nobody is signed in then, and
 * there is nothing to write to until they are open: wrong tries are kept in memory until then, and a Yarrow that is
 * quit before forgets them.
 */
import type { StorageState } from '../../shared/contract/app'
import type { Logger } from '../platform/logging/logger'
import type { OpenedWith } from '../records/vault'
import type { Records } from '../records/unit-of-work'
import type { AuditEntry } from './audit'

const WRONG: ReadonlySet<string> = new Set(['wrong-passphrase', 'wrong-recovery-code'])

/** Rows of wrong tries that one opening may add. */
const MOST_TOLD = 20

export class UnlockAttempts {
  readonly #logger: Logger
  #wrong: string[] = []

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** What came of one try. */
  tried(outcome: StorageState): void {
    const code = 'failure' in outcome ? outcome.failure?.code : undefined
    if (code !== undefined && WRONG.has(code)) this.#wrong.push(code)
  }

  /** The records are open. Does not reject. */
  async opened(records: Pick<Records, 'note'>, how: OpenedWith): Promise<void> {
    const entry = { personId: null, action: 'records.opened' } as const
    const rows: AuditEntry[] = this.#wrong
      .slice(-MOST_TOLD)
      .map((subject) => ({ ...entry, subject, outcome: 'refused' }))
    if (how) rows.push({ ...entry, subject: how, outcome: 'done' })
    this.#wrong = []
    try {
      for (const row of rows) await records.note(row)
    } catch (error) {
      this.#logger.error('The opening of the records could not be written down', { error })
    }
  }
}
