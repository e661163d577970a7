/** The practice's backups. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const backupsArea = (main: FakeMain): WindowBridge['backups'] => {
  const change = (changed: Partial<FakeMain['backups']>) => {
    main.backups = { ...main.backups, ...changed }
    return ok(main.backups)
  }
  return {
    state: () => main.answer('backups.state', undefined, () => ok(main.backups)),
    chooseFolder: () =>
      main.answer('backups.chooseFolder', undefined, () => change({ folder: '/media/june/Backups' })),
    setNightly: (input) => main.answer('backups.setNightly', input, () => change(input)),
    setPassphrase: (input) =>
      main.answer('backups.setPassphrase', input, () => {
        const refused = main.people.refusal(main.person?.id ?? '', input.proof)
        if (refused) return refused
        main.backupPassphrase = input.passphrase
        return change({ passphraseSetAt: main.now() })
      }),
    make: () =>
      main.answer('backups.make', undefined, () => {
        const made = { name: 'Practice 2026-12-01 0915.yarrow-backup', madeAt: main.now(), size: 4_812_345 }
        main.backupFiles = [made, ...main.backupFiles]
        return change({ lastMade: made, lastFailed: null, overdue: false })
      }),
    cancel: () => main.answer('backups.cancel', undefined, () => ok(null)),
    list: () => main.answer('backups.list', undefined, () => ok(main.backupFiles)),
    prove: (input) =>
      main.answer('backups.prove', input, () => {
        const file = main.backupFiles.find(({ name }) => name === input.name)
        if (!file) return failed('not-found')
        if (input.typed !== main.backupPassphrase) return failed('backup-not-opened')
        change({ lastProved: { name: file.name, provedAt: main.now() } })
        return ok({ madeAt: file.madeAt, tables: 31, rows: 1204, auditProblems: 0, opensForPerson: true })
      }),
  }
}
