/** The practice's own settings. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const practiceArea = (main: FakeMain): WindowBridge['practice'] => ({
  settings: () => main.answer('practice.settings', undefined, () => ok(main.practice)),
  changeKey: (input) =>
    main.answer('practice.changeKey', input, () => {
      const refused = main.people.refusal(main.person?.id ?? '', input.proof)
      if (refused) return refused
      if (main.passphrase !== null && input.passphrase !== main.passphrase) return failed('wrong-passphrase')
      return ok(null)
    }),
  saveSettings: (input) =>
    main.answer('practice.saveSettings', input, () => {
      main.practice = { ...main.practice, ...input }
      return ok(main.practice)
    }),
})
