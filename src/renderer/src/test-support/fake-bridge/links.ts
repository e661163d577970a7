/** Who patients are at Fullscript: questions that wait, and links. */
import type { WindowBridge } from '../../../../shared/contract'
import { failed, ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const linksArea = (main: FakeMain): WindowBridge['links'] => {
  const state = (patientId: string) => main.links[patientId] ?? { questions: [], links: [] }
  return {
    forPatient: (input) => main.answer('links.forPatient', input, () => ok(state(input.patientId))),
    answer: (input) =>
      main.answer('links.answer', input, () => {
        const { questions, links } = state(input.patientId)
        const question = questions.find(({ id }) => id === input.questionId)
        if (!question) return failed('not-found')
        const rest = questions.filter(({ id }) => id !== input.questionId)
        const linked = { personName: main.person?.displayName ?? '', at: main.now() }
        const ids = { environment: 'us', clinicId: 'c', fullscriptPatientId: 'f' }
        const link = { ...ids, clinicName: question.clinicName, linked, plans: 0 }
        main.links[input.patientId] = { questions: rest, links: input.same ? [...links, link] : links }
        return ok(state(input.patientId))
      }),
    undo: (input) =>
      main.answer('links.undo', input, () => {
        main.links[input.patientId] = { ...state(input.patientId), links: [] }
        main.plans = main.plans.filter(({ patientId }) => patientId !== input.patientId)
        return ok(state(input.patientId))
      }),
  }
}
