import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const embedHandlers = ({ using }: WithRecords): WindowHandlers['embed'] => ({
  prepare: () => using(({ embed }) => embed.prepare()),
  open: (request) => using(({ embed }) => embed.open(request)),
  place: (place) => using(({ embed }) => embed.place(place)),
  close: () => using(({ embed }) => embed.close()),
  retry: () => using(({ embed }) => embed.retry()),
  focus: () => using(({ embed }) => embed.focus()),
  state: () => using(({ embed }) => embed.state()),
})
