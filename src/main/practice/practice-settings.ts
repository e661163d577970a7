/** What holds for everybody at the practice and may be changed: its name, and when Yarrow locks by itself. */
import { changedFields } from '../../shared/audit-subjects'
import type { PracticeSettings } from '../../shared/contract/practice'
import { failed, ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import type { Audit } from '../audit/audit'
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { inTransaction } from '../records/transaction'

export interface PracticeSettingsService {
  /** `not-found` before the practice was set up. */
  read(): Promise<Result<PracticeSettings>>
  /** `not-found` before the practice was set up. */
  save(
    personId: string,
    settings: Pick<PracticeSettings, 'name' | 'idleLockMinutes'>,
  ): Promise<Result<PracticeSettings>>
  /** How long Yarrow stays open without a key or pointer. */
  idleLockMilliseconds(): Promise<number>
  /** Called after settings were saved. */
  onChange(listener: (settings: PracticeSettings) => void): () => void
}

const MINUTE = 60_000
/** As the column says for a practice that never chose. */
const USUAL_MINUTES = 10

type Dependencies = { database: DatabaseOrTransaction; audit: Audit }

export function createPracticeSettings({ database, audit }: Dependencies): PracticeSettingsService {
  const listeners = new Listeners<[settings: PracticeSettings]>()
  const row = () => database.selectFrom('practice').selectAll().executeTakeFirst()
  const read = async (): Promise<Result<PracticeSettings>> => {
    const found = await row()
    if (!found) return failed('not-found')
    return ok({ name: found.name, region: found.region, idleLockMinutes: found.idleLockMinutes })
  }
  return {
    read: () => withStorageFailures(read),
    save: (personId, { name, idleLockMinutes }) =>
      withStorageFailures(async () => {
        const changed = await inTransaction(database, async (transaction) => {
          const before = await transaction.selectFrom('practice').selectAll().executeTakeFirst()
          const updated = await transaction
            .updateTable('practice')
            .set({ name, idleLockMinutes })
            .executeTakeFirst()
          if (updated.numUpdatedRows === 0n) return false
          const fields = changedFields(['name', 'idleLockMinutes'], before ?? {}, { name, idleLockMinutes })
          const entry = { personId, action: 'practice.settings-saved', outcome: 'done' } as const
          await audit.record(fields ? { ...entry, subject: fields } : entry, transaction)
          return true
        })
        if (!changed) return failed('not-found')
        const saved = await read()
        if (saved.ok) listeners.tell(saved.value)
        return saved
      }),
    idleLockMilliseconds: async () => ((await row())?.idleLockMinutes ?? USUAL_MINUTES) * MINUTE,
    onChange(listener) {
      return listeners.add(listener)
    },
  }
}
