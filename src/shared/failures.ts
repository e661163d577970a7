/**
 * The closed list of failures that can reach a person. Every entry says three things in the practice's words:
 * what happened, whether the data is safe, and what to do. No code is ever shown without its text.
 */
import { backupFailures } from './failure-texts/backups'
import { connectFailures } from './failure-texts/connect'
import { embedFailures } from './failure-texts/embed'
import { fullscriptFailures } from './failure-texts/fullscript'
import { generalFailures } from './failure-texts/general'
import { peopleFailures } from './failure-texts/people'
import { storageFailures } from './failure-texts/storage'

export const FAILURES = {
  ...generalFailures,
  ...peopleFailures,
  ...storageFailures,
  ...backupFailures,
  ...fullscriptFailures,
  ...connectFailures,
  ...embedFailures,
}

export type FailureCode = keyof typeof FAILURES

/**
 * A failure as it crosses rooms and the bridge (its schema: contract/failure.ts).
 * `reference`: short id that the log has too. `detail`: safe extra text (a scope name, a field, a port), never a
 * secret, a person's data or a server's free text. `retryAt`: epoch milliseconds before which a retry is pointless.
 */
export type Failure = {
  code: FailureCode
  detail?: string | undefined
  reference?: string | undefined
  retryAt?: number | undefined
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const failed = (
  code: FailureCode,
  more: Omit<Failure, 'code'> = {},
): { ok: false; failure: Failure } => ({ ok: false, failure: { code, ...more } })

/** The records are lost where they are; a keychain that does not answer is no lost key. */
export const LOST_RECORDS: ReadonlySet<FailureCode> = new Set([
  'vault-damaged',
  'vault-key-missing',
  'vault-key-wrong',
])
