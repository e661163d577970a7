/** The practice's own settings. */
import type { WindowBridge } from '../../../../shared/bridge'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const practiceArea = (main: FakeMain): WindowBridge['practice'] => ({
  settings: () => main.answer('practice.settings', undefined, () => ok(main.practice)),
  saveSettings: (input) =>
    main.answer('practice.saveSettings', input, () => {
      main.practice = { ...main.practice, ...input }
      return ok(main.practice)
    }),
})
