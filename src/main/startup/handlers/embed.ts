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
  close: () => using(({ embed }) => embed.close()),
  retry: () => using(({ embed }) => embed.retry()),
  focus: () => using(({ embed }) => embed.focus()),
  state: () => using(({ embed }) => embed.state()),
})
