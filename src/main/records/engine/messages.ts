/** What goes to where the engine runs, and what comes back. Only what can be copied from one thread to another. */
import { DatabaseDamaged, DatabaseFromFuture } from '../database-errors'
import type { OpenOptions } from './engine'

/** A key has a buffer of its own, so that it is handed over instead of copied; it is wiped where it was used. */
type Keyed = Omit<OpenOptions, 'key'> & { key: Uint8Array<ArrayBuffer> }

export type Request =
  | { do: 'open'; connection: number; options: Keyed }
  | { do: 'query'; connection: number; sql: string; parameters: readonly unknown[] }
  | { do: 'close'; connection: number }
  | { do: 'try-key'; options: Omit<Keyed, 'mode'> }
  | { do: 'rekey'; options: Omit<Keyed, 'mode'>; next: Uint8Array<ArrayBuffer> }
  | { do: 'check-log'; file: string }
  | { do: 'versions' }

/** Rows as lists of values, because a name for each value would be copied with every row. */
export type QueryAnswer =
  { columns: string[]; rows: unknown[][] } | { changes: number; lastInsertRowid: number | bigint }

/** Resolves with the answer; rejects with the error as it was thrown where the engine runs. `handOver`: see `Keyed`. */
export type Send = (request: Request, handOver?: ArrayBuffer[]) => Promise<unknown>

/** An error as it can be copied: a copied error loses its class and its code. */
export type SentError =
  | { kind: 'from-future'; found: number; known: number }
  | { kind: 'damaged'; part: string }
  | { kind: 'other'; name: string; message: string; code?: string }

/** What SQLite, the file system or our own mistake said, on this side of the crossing. */
class EngineError extends Error {
  readonly code: string | undefined

  constructor({ name, message, code }: Extract<SentError, { kind: 'other' }>) {
    super(message)
    this.name = name
    this.code = code
  }
}

export function sentError(error: unknown): SentError {
  if (error instanceof DatabaseFromFuture)
    return { kind: 'from-future', found: error.found, known: error.known }
  if (error instanceof DatabaseDamaged) return { kind: 'damaged', part: error.part }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  return { kind: 'other', name, message, ...(code === null ? {} : { code }) }
}

export function receivedError(sent: SentError): Error {
  if (sent.kind === 'from-future') return new DatabaseFromFuture(sent.found, sent.known)
  if (sent.kind === 'damaged') return new DatabaseDamaged(sent.part)
  return new EngineError(sent)
}
