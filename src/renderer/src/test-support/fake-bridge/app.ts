/** What a window asks about Yarrow itself and its records. */
import type { WindowBridge } from '../../../../shared/contract'
import type { Appearance, StorageState } from '../../../../shared/contract/app'
import { ok } from '../../../../shared/failures'
import { INFO, RECOVERY_CODE } from '../sample-data'
import type { FakeMain } from './fake-main'

export const appArea = (main: FakeMain): WindowBridge['app'] => {
  let appearance: Appearance = 'auto'
  return {
    firstScreen: () =>
      main.answer('app.firstScreen', undefined, () => {
        const setup = { needed: main.fresh, demo: main.demo, restored: main.restored }
        const names = { practiceName: main.people.practiceName, answerWaits: main.answerWaits }
        return ok({ storage: main.storage, session: main.session, setup, names, info: info(main) })
      }),
    info: () => main.answer('app.info', undefined, () => ok(info(main))),
    storage: () => main.answer('app.storage', undefined, () => ok(main.storage)),
    retryStorage: () => main.answer('app.retryStorage', undefined, () => ok(main.storage)),
    openWithPassphrase: (input) => main.answer('app.openWithPassphrase', input, () => ok(opened(main))),
    createPassphraseVault: (input) => main.answer('app.createPassphraseVault', input, () => ok(opened(main))),
    openWithRecoveryCode: (input) =>
      main.answer('app.openWithRecoveryCode', input, () => {
        if (input.code === RECOVERY_CODE) return ok(opened(main))
        const { storage } = main
        return ok(
          storage.state === 'failed' ? { ...storage, failure: { code: 'wrong-recovery-code' } } : storage,
        )
      }),
    openLink: (input) => main.answer('app.openLink', input, () => ok(null)),
    appearance: () => main.answer('app.appearance', undefined, () => ok(appearance)),
    setAppearance: (input) =>
      main.answer('app.setAppearance', input, () => ok((appearance = input.appearance))),
  }
}

function info(main: FakeMain): typeof INFO {
  const told = { ...INFO, ...main.scenario.info }
  return main.demo ? { ...told, demo: true } : { ...told, demo: false, demoAccounts: [], demoPassword: null }
}

function opened(main: FakeMain): StorageState {
  main.storage = { state: 'open' }
  return main.storage
}
