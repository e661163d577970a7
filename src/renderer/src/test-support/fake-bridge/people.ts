/** Who is signed in; the lock. */
import type { WindowBridge } from '../../../../shared/contract'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const peopleArea = (main: FakeMain): WindowBridge['people'] => ({
  session: () => main.answer('people.session', undefined, () => ok(main.session)),
  lock: () =>
    main.answer('people.lock', undefined, () => {
      main.emitLock()
      return ok(null)
    }),
  signIn: (input) =>
    main.answer('people.signIn', input, () => {
      const signedIn = main.people.signIn(input.username, input.password, input.code)
      if (signedIn.ok) main.emitPerson(signedIn.value)
      return signedIn
    }),
  signOut: () =>
    main.answer('people.signOut', undefined, () => {
      main.emitPerson(null)
      return ok(null)
    }),
  names: () =>
    main.answer('people.names', undefined, () =>
      ok({ practiceName: main.people.practiceName, answerWaits: main.answerWaits }),
    ),
})
