/** The frame with Fullscript in it. */
import type { WindowBridge } from '../../../../shared/bridge'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const embedArea = (main: FakeMain): WindowBridge['embed'] => ({
  prepare: () => main.answer('embed.prepare', undefined, () => ok(null)),
  open: (input) =>
    main.answer('embed.open', input, () => {
      main.embed = { step: 'connecting', patientId: input.patientId }
      return ok(main.embed)
    }),
  place: (input) => main.answer('embed.place', input, () => ok(null)),
  close: () =>
    main.answer('embed.close', undefined, () => {
      main.emitEmbed({ step: 'closed' })
      return ok(null)
    }),
  retry: () =>
    main.answer('embed.retry', undefined, () =>
      ok(main.embed.step === 'failed' ? { step: 'connecting', patientId: main.embed.patientId } : main.embed),
    ),
  focus: () => main.answer('embed.focus', undefined, () => ok(null)),
  state: () => main.answer('embed.state', undefined, () => ok(main.embed)),
})
