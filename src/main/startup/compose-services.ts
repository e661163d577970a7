/**
 * The composition root: the rooms of main, and how their services become the handlers of the two bridges. Rooms are
 * made in `openRooms`; here they are only joined.
 */
import { EmbedService } from '../fullscript/embed/embed-service'
import type { EmbedPatients, PlanIntake, SessionGrantIssuer } from '../fullscript/embed/embed-ports'
import type { Applications } from '../fullscript/types'
import type { Gate } from '../bridge/answer-call'
import type { WindowHandlers } from '../bridge/register-bridge'
import type { Sessions } from '../people/session'
import type { Services, Surroundings } from './surroundings'

/** What the rooms bring along. */
export type Rooms = {
  sessions: Sessions
  gate: Gate
  applications: Applications
  embedPatients: EmbedPatients
  grants: SessionGrantIssuer
  intake: PlanIntake
  /** Handlers of every area but the embed's, which is made here. */
  handlers: Omit<WindowHandlers, 'embed'>
  start: () => Promise<void>
  receiveLink: (link: string) => void
  stop: () => Promise<void>
}

export function composeServices(surroundings: Surroundings, rooms: Rooms): Services {
  const { events, focusWindow } = surroundings
  const embed = new EmbedService({
    ...rooms,
    views: surroundings.embedViews,
    clock: surroundings.clock,
    logger: surroundings.logger,
    changed: (state) => {
      events.send('embed', 'changed', state)
    },
    focusLeft: (direction) => {
      focusWindow()
      events.send('embed', 'focusLeft', { direction })
    },
  })
  return {
    gate: rooms.gate,
    window: {
      ...rooms.handlers,
      embed: {
        prepare: () => embed.prepare(),
        open: (request) => embed.open(request),
        place: (place) => embed.place(place),
        close: () => embed.close(),
        retry: () => embed.retry(),
        focus: () => embed.focus(),
        state: () => embed.state(),
      },
    },
    embedPage: {
      sessionGrant: () => embed.sessionGrant(),
      report: (report) => embed.report(report),
    },
    start: rooms.start,
    receiveLink: rooms.receiveLink,
    stop: async () => {
      await embed.shutDown()
      await rooms.stop()
    },
  }
}
