/** What holds for everybody at the practice and may be changed: its name, and when Yarrow locks by itself. */
import { changedFields } from '../../shared/audit-subjects'
import type { PracticeSettings } from '../../shared/contract/practice'
import { failed, ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import { withStorageFailures } from '../records/database-errors'
import type { Reading } from '../records/handles'
import type { Records } from '../records/unit-of-work'

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

export function createPracticeSettings({ records }: { records: Records }): PracticeSettingsService {
  const listeners = new Listeners<[settings: PracticeSettings]>()
  const row = (handle: Reading) => handle.selectFrom('practice').selectAll().executeTakeFirst()
  return {
    read: () =>
      withStorageFailures(async () => {
        const found = await records.read(row)
        return found ? ok(settingsOf(found)) : failed('not-found')
      }),
    save: (personId, settings) =>
      records.run({ personId }, 'practice.settings-saved', null, async (handle, unit) => {
        const before = await row(handle)
        if (!before) return failed('not-found')
        const { name, idleLockMinutes } = settings
        const saved = settingsOf({ ...before, name, idleLockMinutes })
        await handle.updateTable('practice').set({ name, idleLockMinutes }).execute()
        const changed = changedFields(['name', 'idleLockMinutes'], before, settings)
        if (changed) unit.row({ subject: changed })
        unit.after(() => {
          listeners.tell(saved)
        })
        return ok(saved)
      }),
    idleLockMilliseconds: async () => ((await records.read(row))?.idleLockMinutes ?? USUAL_MINUTES) * MINUTE,
    onChange(listener) {
      return listeners.add(listener)
    },
  }
}

const settingsOf = ({ name, region, idleLockMinutes }: PracticeSettings): PracticeSettings => ({
  name,
  region,
  idleLockMinutes,
})
