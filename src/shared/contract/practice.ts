/** Bridge area `practice`: what holds for everybody at this practice. */
import { z } from 'zod'
import { nameSchema } from '../line-of-text'
import { call, nothing } from './contract'
import { passwordSchema, proofSchema } from './people'

/** Minutes without a key or a pointer until Yarrow locks. */
export const IDLE_LOCK_MINUTES = [1, 2, 5, 10, 15, 30] as const

export const practiceSettingsSchema = z.object({
  name: z.string(),
  region: z.enum(['US', 'CA']),
  idleLockMinutes: z.number().int().min(1).max(30),
})
export type PracticeSettings = z.infer<typeof practiceSettingsSchema>

export const practiceCalls = {
  settings: call({ input: nothing, output: practiceSettingsSchema, capability: 'signed-in', audit: null }),
  saveSettings: call({
    input: practiceSettingsSchema.pick({ idleLockMinutes: true }).extend({ name: nameSchema(120) }),
    output: practiceSettingsSchema,
    capability: 'practice:settings',
    audit: 'practice.settings-saved',
  }),
  /**
   * Another key for the records. Ends the session, also when it fails after the proof. `wrong-passphrase` for records that
   * open with one, when it is missing or not right; the failures of a proof, of the keychain and of storage.
   */
  // Its audit row is written into the copy that has the new key, and its failure once the records are open again.
  changeKey: call({
    input: z.object({ proof: proofSchema, passphrase: passwordSchema.nullable() }),
    output: z.null(),
    capability: 'practice:settings',
    audit: null,
    endsSession: true,
  }),
}
