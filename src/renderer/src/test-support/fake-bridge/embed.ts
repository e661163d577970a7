/** The frame with Fullscript in it. */
import type { WindowBridge } from '../../../../shared/contract'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const embedArea = (main: FakeMain): WindowBridge['embed'] => ({
  prepare: () => main.answer('embed.prepare', undefined, () => ok(null)),
  open: (input) =>
    main.answer('embed.open', input, () => {
      const state = { step: 'connecting', patientId: input.patientId } as const
      main.embed = { patientId: input.patientId, state, work: 'untouched' }
      return ok(state)
    }),
  place: (input) => main.answer('embed.place', input, () => ok(null)),
  close: (input) =>
    main.answer('embed.close', input, () => {
      const closed = input.sure || main.embed.work !== 'maybe-unsent'
      if (closed) main.emitEmbed({ step: 'closed' }, { patientId: input.patientId, work: 'untouched' })
      return ok({ closed })
    }),
  retry: (input) =>
    main.answer('embed.retry', input, () => ok({ step: 'connecting', patientId: input.patientId })),
  focus: (input) => main.answer('embed.focus', input, () => ok(null)),
  picture: (input) => main.answer('embed.picture', input, () => ok(main.scenario.picture ?? null)),
  plans: () => main.answer('embed.plans', undefined, () => ok(main.person ? main.openPlans : [])),
  ended: () => main.answer('embed.ended', undefined, () => ok(main.endedPlans)),
  endedSeen: (input) =>
    main.answer('embed.endedSeen', input, () => {
      main.endedPlans = main.endedPlans.filter(({ patientId }) => patientId !== input.patientId)
      return ok(null)
    }),
})
