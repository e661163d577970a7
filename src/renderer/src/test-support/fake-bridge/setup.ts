/** The first start, and the demo practice. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok, type Result } from '../../../../shared/failures'
import { ACCOUNTS, INFO, OWNER } from '../sample-data'
import { FakeAccounts } from './fake-accounts'
import type { FakeMain } from './fake-main'

export const setupArea = (main: FakeMain): WindowBridge['setup'] => ({
  state: () =>
    main.answer('setup.state', undefined, () =>
      ok({ needed: main.fresh, demo: main.demo, restored: main.restored }),
    ),
  createPractice: (input) =>
    main.answer('setup.createPractice', input, () => {
      if (!main.fresh) return failed('not-allowed')
      main.people.practiceName = input.practiceName
      const fields = { ...input.administrator, username: input.username }
      const settled = main.people.settle(fields, input.password)
      main.fresh = !settled.ok
      return main.welcomed(settled)
    }),
  openDemo: () => main.answer('setup.openDemo', undefined, () => switchRecords(main, true)),
  leaveDemo: () => main.answer('setup.leaveDemo', undefined, () => switchRecords(main, false)),
})

/** The records of the demo practice, or one's own, which this bridge always finds empty. */
function switchRecords(main: FakeMain, demo: boolean): Result<null> {
  main.emitStorage({ state: 'opening' })
  main.emitPerson(null)
  main.demo = demo
  main.fresh = !demo
  main.people = new FakeAccounts({
    accounts: demo ? ACCOUNTS : [],
    password: INFO.demoPassword ?? '',
    practiceName: demo ? OWNER.practiceName : '',
    now: main.now,
  })
  main.emitStorage({ state: 'open' })
  return ok(null)
}
