/** Proves a backup: takes it apart into a scratch folder, as a restore does, looks at all of it, and leaves nothing. */
import { unguarded } from '../records/handles'
import { stat } from 'node:fs/promises'
import { ok, type Result } from '../../shared/failures'
import { verifyChains } from '../audit/verify-chains'
import { opensFor } from '../identity/opens-for'
import type { Database } from '../records/database'
import type { Progress } from './make-backup'
import { openBackup, type OpenedBackup, type OpenOptions } from './open-backup'
import { withWorkFolder } from './work-folder'

export type ProveOptions = Omit<OpenOptions, 'folder' | 'progress'> & {
  userData: string
  /** Who has to be able to sign in to what is restored. */
  person: { id: string; key: Buffer }
  progress: (progress: Progress) => void
}

export type Proved = {
  /** Everything up to this moment is in it. */
  madeAt: number
  tables: number
  rows: number
  /** Places where the audit record is not what its stations signed. */
  auditProblems: number
  /** The person was there already, and their key opens the practice in it. */
  opensForPerson: boolean
}

/** Fails and throws as `openBackup`. */
export function proveBackup({
  userData,
  person,
  progress,
  ...options
}: ProveOptions): Promise<Result<Proved>> {
  return withWorkFolder(userData, async (folder) => {
    const total = (await stat(options.file)).size
    const telling = (done: number) => {
      progress({ stage: done < total ? 'reading' : 'counting', done, total })
    }
    const opened = await openBackup({ ...options, folder, progress: telling }, async (database, backup) => ({
      auditProblems: await auditProblemsOf(database, backup, options.signal),
      opensForPerson: await opensFor(unguarded(database), person.id, person.key),
    }))
    if (!opened.ok) return opened
    const { tables, madeAt } = opened.value.opened.manifest
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    return ok({ madeAt, tables: tables.length, rows, ...opened.value.seen })
  })
}

async function auditProblemsOf(
  database: Database,
  { manifest: { vaultId } }: OpenedBackup,
  signal: AbortSignal,
): Promise<number> {
  const { found } = await verifyChains({ database, vaultId, macs: new Map(), signal })
  return found
}
