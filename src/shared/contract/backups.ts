/** Bridge area `backups`: the practice's records, saved elsewhere, proved, and brought back. */
import { z } from 'zod'
import { failureSchema } from './failure'
import { call, event, nothing } from './contract'
import { proofSchema } from './people'

export const SHORTEST_BACKUP_PASSPHRASE = 15

export const backupProgressSchema = z.object({
  what: z.enum(['make', 'prove', 'restore']),
  stage: z.enum(['copying', 'counting', 'writing', 'checking', 'finishing', 'reading', 'preparing']),
  /** Bytes; `total` 0: not known. */
  done: z.number().int(),
  total: z.number().int(),
  /** The drive has not answered for a while; it is waited for. */
  slow: z.boolean(),
})
export type BackupProgress = z.infer<typeof backupProgressSchema>

const fileSchema = z.object({ name: z.string(), madeAt: z.number().int(), size: z.number().int() })
export type BackupFile = z.infer<typeof fileSchema>

export const backupsStateSchema = z.object({
  folder: z.string().nullable(),
  nightly: z.boolean(),
  passphraseSetAt: z.number().int().nullable(),
  lastMade: fileSchema.nullable(),
  lastProved: z.object({ name: z.string(), provedAt: z.number().int() }).nullable(),
  /** Only while none was made since. */
  lastFailed: z.object({ at: z.number().int(), failure: failureSchema }).nullable(),
  /** Nightly backups are on, and two nights have gone without one. */
  overdue: z.boolean(),
  running: backupProgressSchema.nullable(),
})
export type BackupsState = z.infer<typeof backupsStateSchema>

const provedSchema = z.object({
  /** Everything up to then is in it. */
  madeAt: z.number().int(),
  tables: z.number().int(),
  rows: z.number().int(),
  /** Places where the audit record is not what its workstations signed. */
  auditProblems: z.number().int(),
  /** Whoever proves it could sign in to it. */
  opensForPerson: z.boolean(),
})
export type BackupProved = z.infer<typeof provedSchema>

export const backupsCalls = {
  state: call({ input: nothing, output: backupsStateSchema, capability: 'backups:manage', audit: null }),
  /** Asks in a dialog of the system; nothing changes when that is put away. */
  chooseFolder: call({
    input: nothing,
    output: backupsStateSchema,
    capability: 'backups:manage',
    audit: 'practice.settings-saved',
  }),
  setNightly: call({
    input: z.object({ nightly: z.boolean() }),
    output: backupsStateSchema,
    capability: 'backups:manage',
    audit: 'practice.settings-saved',
  }),
  /** Of the backups that are made from then on. The failures of a proof. */
  setPassphrase: call({
    input: z.object({ proof: proofSchema, passphrase: z.string().min(SHORTEST_BACKUP_PASSPHRASE).max(1024) }),
    output: backupsStateSchema,
    capability: 'backups:manage',
    audit: 'practice.settings-saved',
  }),
  make: call({
    input: nothing,
    output: backupsStateSchema,
    capability: 'backups:manage',
    audit: 'backup.failed',
  }),
  cancel: call({ input: nothing, output: z.null(), capability: 'backups:manage', audit: null }),
  /** Those of this practice in the chosen folder, newest first. */
  list: call({ input: nothing, output: z.array(fileSchema), capability: 'backups:manage', audit: null }),
  /** `typed`: the backup's passphrase or a recovery code. `backup-differs` when it is not as it was made. */
  prove: call({
    input: z.object({ name: z.string().max(200), typed: z.string().min(1).max(1024) }),
    output: provedSchema,
    capability: 'backups:manage',
    audit: 'backup.failed',
  }),
}

export const backupsEvents = {
  /** Null: nothing runs any more; whoever shows backups asks again. */
  progress: event(backupProgressSchema.nullable()),
}
