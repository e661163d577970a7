/** Plans in a chart. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const plansArea = (main: FakeMain): WindowBridge['plans'] => ({
  forPatient: (input) =>
    main.answer('plans.forPatient', input, () =>
      main.charts.standing(input.patientId) === 'closed'
        ? failed('chart-restricted')
        : ok({
            plans: main.plans.filter((plan) => plan.patientId === input.patientId),
            announced: main.announced,
          }),
    ),
  fetchAnnounced: (input) => main.answer('plans.fetchAnnounced', input, () => ok(null)),
  refresh: (input) =>
    main.answer('plans.refresh', input, () => {
      const found = main.plans.find((plan) => plan.id === input.planId)
      return found ? ok(found) : failed('not-found')
    }),
})
