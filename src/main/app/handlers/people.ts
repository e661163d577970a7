import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const peopleHandlers = ({ records, using }: WithRecords): WindowHandlers['people'] => ({
  session: () => ok(records()?.people.state() ?? { state: 'signed-out' }),
  signIn: ({ username, password, code }) => using(({ people }) => people.signIn(username, password, code)),
  signOut: () =>
    using(async ({ people, drafts }) => {
      const session = people.current()
      // Whoever signs out is done here; after a lock, a quit or a kill the work goes on where it was.
      if (session) await drafts.forgetPlace(session.person.id)
      await people.signOut()
      return ok(null)
    }),
  lock: () =>
    using(async ({ people }) => {
      await people.lock()
      return ok(null)
    }),
  names: () =>
    using(async ({ practiceName, attempts }) =>
      ok({ practiceName: await practiceName(), answerWaits: attempts.answered }),
    ),
})
