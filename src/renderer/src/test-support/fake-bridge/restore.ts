/** Restoring a backup. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok } from '../../../../shared/failures'
import { OWNER } from '../sample-data'
import type { FakeMain } from './fake-main'

const MADE = Date.UTC(2026, 10, 30, 5, 15)
export const BACKUP_PASSPHRASE = 'nine purple umbrellas'

export const restoreArea = (main: FakeMain): WindowBridge['restore'] => ({
  choose: () =>
    main.answer('restore.choose', undefined, () =>
      ok({ name: 'Practice 2026-11-30 0015.yarrow-backup', madeAt: MADE, size: 4_812_345 }),
    ),
  open: (input) =>
    main.answer('restore.open', input, () =>
      input.typed === BACKUP_PASSPHRASE
        ? ok({
            practiceName: OWNER.practiceName,
            ...{ madeAt: MADE, appVersion: '0.9.0', schema: 1, patients: 1_204, asksPassphrase: false },
          })
        : failed('backup-not-opened'),
    ),
  apply: (input) =>
    main.answer('restore.apply', input, () => {
      const refused = input.proof && main.people.refusal(main.person?.id ?? '', input.proof)
      if (refused) return refused
      const keptIn = main.fresh ? null : '/data/records kept 2026-12-01 0915'
      main.emitStorage({ state: 'opening' })
      main.emitPerson(null)
      main.fresh = false
      main.restored = { madeAt: MADE, keptIn }
      main.emitStorage({ state: 'open' })
      return ok(null)
    }),
  cancel: () => main.answer('restore.cancel', undefined, () => ok(null)),
})
