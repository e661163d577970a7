import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const embedHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['embed'] => ({
  prepare: () => using(({ embed }) => embed.prepare()),
  open: (request) =>
    asPerson(async ({ charts, embed }, _id, session) => {
      const entered = await charts.enter(session, request.patientId)
      return entered.ok ? embed.open(request) : entered
    }),
  place: (place) => using(({ embed }) => embed.place(place)),
  close: (plan) => using(({ embed }) => embed.close(plan)),
  retry: (plan) => using(({ embed }) => embed.retry(plan)),
  focus: (plan) => using(({ embed }) => embed.focus(plan)),
  picture: (plan) => using(({ embed }) => embed.picture(plan)),
  plans: () => using(({ embed }) => embed.plans()),
  ended: () => asPerson(({ embed }, _id, session) => embed.ended(session)),
  endedSeen: ({ patientId }) => asPerson(({ embed }, _id, session) => embed.endedSeen(session, patientId)),
})
