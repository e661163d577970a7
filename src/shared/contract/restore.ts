/**
 * Bridge area `restore`: bringing a practice's records back from a backup. For anybody while there is no practice here, or
 * its records are lost; beside records that open, for who looks after their backups and proves it. `not-allowed` otherwise.
 */
import { z } from 'zod'
import { backupProgressSchema } from './backups'
import { call, event, nothing } from './contract'
import { proofSchema } from './people'

/** What anybody may read of it. */
const chosenSchema = z.object({ name: z.string(), madeAt: z.number().int(), size: z.number().int() })
export type ChosenBackup = z.infer<typeof chosenSchema>

const openedSchema = z.object({
  practiceName: z.string(),
  /** Everything up to then is in it. */
  madeAt: z.number().int(),
  appVersion: z.string(),
  schema: z.number().int(),
  patients: z.number().int(),
  /** The records here open with a passphrase, which will open the restored ones too. */
  asksPassphrase: z.boolean(),
})
export type OpenedBackup = z.infer<typeof openedSchema>

export const restoreCalls = {
  /** Asks in a dialog of the system; null when that is put away. */
  choose: call({ input: nothing, output: chosenSchema.nullable(), capability: 'anyone', audit: null }),
  /** Reads and checks all of it. `typed`: the backup's passphrase or a recovery code. */
  open: call({
    input: z.object({ typed: z.string().min(1).max(1024) }),
    output: openedSchema,
    capability: 'anyone',
    audit: 'backup.failed',
  }),
  /**
   * Puts what was opened in the place of the records here, which are kept beside them, and opens it; nobody is signed in
   * then. `proof`: of who is signed in. `passphrase`: of the records here, where it is asked. The failures of a proof.
   */
  apply: call({
    input: z.object({ proof: proofSchema.nullable(), passphrase: z.string().max(1024).nullable() }),
    output: z.null(),
    capability: 'anyone',
    audit: null,
    endsSession: true,
  }),
  /** Ends what is under way, and forgets what was opened. */
  cancel: call({ input: nothing, output: z.null(), capability: 'anyone', audit: null }),
}

export const restoreEvents = {
  /** Null: nothing runs any more. */
  progress: event(backupProgressSchema.nullable()),
}
