/** What the records remember of their backups: one row, which comes into being with the first choice. */
import { z } from 'zod'
import { failureCodeSchema } from '../../shared/contract/failure'
import type { Reading, Writing } from '../records/handles'
import type { BackupSettingsTable } from '../records/schema'
import type { BackupKeys } from './backup-key'

export type BackupSettings = Omit<BackupSettingsTable, 'id'>

const NOTHING: BackupSettings = {
  folder: null,
  nightly: 0,
  nightlySince: 0,
  recipient: null,
  passphrase: null,
  seriesKey: null,
  passphraseSetAt: null,
  lastMadeAt: null,
  lastMadeName: null,
  lastMadeSize: null,
  lastProvedAt: null,
  lastProvedName: null,
  lastFailedAt: null,
  lastFailedCode: null,
}

export async function readSettings(within: Reading): Promise<BackupSettings> {
  const row = await within.selectFrom('backupSettings').selectAll().executeTakeFirst()
  return row ?? NOTHING
}

export async function saveSettings(within: Writing, changed: Partial<BackupSettings>): Promise<void> {
  await within
    .insertInto('backupSettings')
    .values({ id: 1, ...NOTHING, ...changed })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute()
}

const passphraseSchema = z.object({
  kdf: z.object({
    name: z.literal('argon2id'),
    memoryKib: z.number(),
    passes: z.number(),
    lanes: z.number(),
  }),
  salt: z.string(),
  wrapped: z.string(),
})

/** Null before a passphrase was chosen. */
export function keysOf({ recipient, passphrase, seriesKey }: BackupSettings): BackupKeys | null {
  if (!recipient || passphrase === null || !seriesKey) return null
  return { recipient, passphrase: passphraseSchema.parse(JSON.parse(passphrase)), seriesKey }
}

/** Null while the last one was made, or none was tried. */
export function lastFailure({ lastFailedAt, lastFailedCode }: BackupSettings) {
  if (lastFailedAt === null) return null
  const code = failureCodeSchema.catch('unexpected').parse(lastFailedCode)
  return { at: lastFailedAt, failure: { code } }
}
