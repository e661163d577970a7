/**
 * The port to the database engine. Whoever opens records gets the query builder over a connection and never learns
 * where the engine runs; what it throws is described in database-errors.ts.
 */
import type { Database } from '../database'

export type OpenOptions = {
  file: string
  /** 32 bytes, used as raw key: no derivation from it, so opening costs nothing. Copied; the caller wipes its own. */
  key: Buffer
  /** `create`: there must be no file yet. `look`: read only. */
  mode: 'create' | 'write' | 'look'
  /** Newest schema this program knows; a newer file is refused before anything is written (F-612). */
  newestVersion: number
}

export interface RecordsEngine {
  /** Rejects with SQLite's codes: NOTADB for a wrong key, CORRUPT for a damaged page; DatabaseFromFuture, DatabaseDamaged. */
  open(options: OpenOptions): Promise<Database>
  /** Nothing comes of it but that the key is right; rejects as `open` does. */
  tryKey(options: Omit<OpenOptions, 'mode'>): Promise<void>
  /**
   * Writes every page anew under `next`. Only on a copy: what a kill leaves of it half-way is thrown away. Rejects as
   * `open` does.
   */
  rekey(options: Omit<OpenOptions, 'mode'>, next: Buffer): Promise<void>
  /** Whether a commit that was complete on disk can no longer be reached in the log beside this file (log-check.ts). */
  isLogDamaged(file: string): Promise<boolean>
  /** For the About page: SQLite's own version, and that of SQLite3 Multiple Ciphers. */
  versions(): Promise<Versions>
}

export type Versions = { sqlite: string; cipher: string }
