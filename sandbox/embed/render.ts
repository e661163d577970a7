/** Which page the frame shows: the first thing that is still missing. */
import { labTestsOf } from '../api/shapes'
import { searchProducts } from '../catalogue-search'
import { textOf, type Fields } from '../http/body'
import { html, raw, type Child, type Markup } from '../http/html'
import { practitionerTypes } from '../seed/clinics'
import type { FrameSession } from '../store/store'
import type { Patient, User } from '../store/types'
import type { World } from '../world'
import { findPatients, suggestPatients } from './patient-match'
import { catalogueView, labsView } from './views/catalogue'
import { patientView, type PatientForm } from './views/patient'
import { planPanel } from './views/plan-panel'
import { practitionerView } from './views/practitioner'
import { reviewView, sentView } from './views/review'
import { nameOf, shell, type Step } from './views/shell'

export type RenderInput = { nonce: string; query: Fields; fields: Fields; problems: string[] }

export function renderFrame(world: World, frame: FrameSession, input: RenderInput): Markup {
  const { store } = world
  const patient = store.patients.get(frame.patientId ?? '')
  const practitioner = store.users.get(frame.practitionerId ?? '')
  const page = (step: Step, title: string, body: Child): Markup =>
    shell({ frame, nonce: input.nonce, step, title, body, patient, practitioner })

  if (!practitioner) return page('practitioner', 'Choose a practitioner', practitioners(world, frame))
  if (!patient) return page('patient', 'Choose a patient', patients(world, frame, input))
  const labs = labTestsOf(world, frame.labTestIds)
  const plan = store.plans.get(frame.sentPlanId ?? '')
  if (plan) {
    return page('sent', 'Plan sent', sentView({ frame, store, labs, patient, lines: plan.recommendations }))
  }
  const some = frame.lines.length + labs.length > 0
  if (input.query['view'] === 'review' && some) {
    return page('review', 'Review the plan', reviewView({ frame, store, labs, patient, lines: frame.lines }))
  }
  return page('builder', 'Build a plan', builder(world, frame, input.query))
}

function practitioners(world: World, frame: FrameSession): Markup {
  const describe = (user: User) =>
    practitionerTypes().find((type) => type.id === user.practitionerTypeId)?.description ?? 'Practitioner'
  return practitionerView(frame, world.store.usersOf(frame.clinicId, 'Practitioner'), describe)
}

function patients(world: World, frame: FrameSession, { query, fields, problems }: RenderInput): Markup {
  const words = textOf(query['patient']) ?? ''
  const suggestions = frame.offered ? suggestPatients(world, frame.clinicId, frame.offered) : []
  const suggested = new Set(suggestions.map(({ patient }) => patient.id))
  const everyone = findPatients(world, frame.clinicId, words)
  return patientView({
    frame,
    words,
    suggestions,
    // With a suggestion on the table the whole list would only invite a wrong choice.
    found:
      words === '' && suggestions.length > 0
        ? []
        : everyone.filter(({ id }) => !suggested.has(id)).slice(0, 8),
    form: problems.length > 0 ? formOf(fields) : prefilled(frame.offered ?? {}),
    problems,
    guardians: everyone.filter(({ guardianId }) => guardianId === null),
    isDependent: (patient: Patient) => {
      const guardian = world.store.patients.get(patient.guardianId ?? '')
      return guardian ? `Dependent of ${nameOf(guardian)}` : null
    },
  })
}

const formOf = (fields: Fields): PatientForm => ({
  first_name: textOf(fields['first_name']) ?? '',
  last_name: textOf(fields['last_name']) ?? '',
  email: textOf(fields['email']) ?? '',
  date_of_birth: textOf(fields['date_of_birth']) ?? '',
  gender: textOf(fields['gender']) ?? '',
  mobile_number: textOf(fields['mobile_number']) ?? '',
  guardian_id: textOf(fields['guardian_id']) ?? '',
})

/** The SDK sends `biological_sex` or `gender`; "prefer not to say" is no choice of the form. */
function prefilled(offered: Record<string, string>): PatientForm {
  const sex = offered['biological_sex'] ?? offered['gender'] ?? ''
  return { ...formOf(offered), gender: sex === 'male' || sex === 'female' ? sex : '', guardian_id: '' }
}

function builder(world: World, frame: FrameSession, query: Fields): Markup {
  const { store } = world
  const onLabs = frame.feature === 'platform' && query['tab'] === 'labs'
  const words = textOf(query['q']) ?? ''
  const brandId = textOf(query['brand']) ?? ''
  const categoryId = textOf(query['category']) ?? ''
  const tab = (href: string, label: string, current: boolean) =>
    html`<a
      href="${href}"
      ${current ? raw('aria-current="page"') : null}
      data-testid="tab-${label.toLowerCase()}"
      >${label}</a
    >`
  return html`<div class="builder">
    <section aria-label="Catalog">
      <h1 id="heading" tabindex="-1" class="visually-hidden">Build a treatment plan</h1>
      ${
        frame.feature === 'platform' &&
        html`<nav class="tabs" aria-label="Catalog">
          ${tab('/embed/app', 'Catalog', !onLabs)} ${tab('/embed/app?tab=labs', 'Labs', onLabs)}
        </nav>`
      }
      ${
        onLabs
          ? labsView(frame, [...store.labTests.values()])
          : catalogueView({
              frame,
              store,
              words,
              brandId,
              categoryId,
              products: searchProducts(store, { words, brandId, categoryId }),
            })
      }
    </section>
    ${planPanel({
      frame,
      store,
      labs: labTestsOf(world, frame.labTestIds),
      openVariantId: textOf(query['variant_id']) ?? null,
    })}
  </div>`
}
