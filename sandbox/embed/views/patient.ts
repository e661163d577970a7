/** Choosing the patient: those that may be meant, the whole list, or a new one. */
import { html, type Markup } from '../../http/html'
import type { FrameSession } from '../../store/store'
import type { Patient } from '../../store/types'
import type { Suggestion } from '../patient-match'
import { csrfField, heading, nameOf } from './shell'

export type PatientForm = {
  first_name: string
  last_name: string
  email: string
  date_of_birth: string
  gender: string
  mobile_number: string
  guardian_id: string
}

export type PatientViewInput = {
  frame: FrameSession
  suggestions: Suggestion[]
  found: Patient[]
  words: string
  form: PatientForm
  problems: string[]
  guardians: Patient[]
  isDependent: (patient: Patient) => string | null
}

export function patientView(input: PatientViewInput): Markup {
  const { frame, suggestions, words } = input
  return html`<div class="narrow stack">
    <div>
      ${heading('Who is this plan for?')}
      ${
        frame.offered &&
        html`<p class="muted" data-testid="offered">
          Sent by your record system:
          <strong>${frame.offered['first_name'] ?? ''} ${frame.offered['last_name'] ?? ''}</strong>
          ${frame.offered['date_of_birth'] && html`· born ${frame.offered['date_of_birth']}`}
        </p>`
      }
    </div>
    ${
      suggestions.length > 0 &&
      html`<section aria-labelledby="suggested" data-testid="suggestions">
        <h2 id="suggested">Suggested matches</h2>
        ${choices(
          input,
          suggestions.map(({ patient }) => patient),
          (patient) => suggestions.find((entry) => entry.patient === patient)?.reasons ?? [],
        )}
      </section>`
    }
    <section aria-labelledby="all">
      <h2 id="all">${suggestions.length > 0 ? 'Somebody else' : 'Your patients'}</h2>
      <form method="get" action="/embed/app" data-search data-swap="found" role="search">
        <label for="patient-search">Search by name or e-mail</label>
        <input
          id="patient-search"
          name="patient"
          type="search"
          value="${words}"
          autocomplete="off"
          data-testid="patient-search"
        />
      </form>
      <div id="found" style="margin-top:.7rem">
        ${
          input.found.length === 0
            ? words !== '' && html`<p class="muted">Nobody of that name. You can add a new patient below.</p>`
            : choices(input, input.found, () => [])
        }
      </div>
    </section>
    ${createForm(input)}
  </div>`
}

const choices = (
  { frame, isDependent }: PatientViewInput,
  patients: Patient[],
  reasons: (patient: Patient) => string[],
): Markup =>
  html`<form method="post" action="/embed/app/patient/select">
    ${csrfField(frame)}
    <ul class="choices">
      ${patients.map(
        (patient) =>
          html`<li>
            <button class="choice" name="patient_id" value="${patient.id}" data-testid="patient-choice">
              <span>
                <strong>${nameOf(patient)}</strong>
                <span class="muted small"
                  >${patient.dateOfBirth && `Born ${patient.dateOfBirth} · `}${isDependent(patient) ?? patient.email}</span
                >
                ${
                  reasons(patient).length > 0 &&
                  html`<span style="display:block;margin-top:.2rem"
                    >${reasons(patient).map((reason) => html`<span class="tag">same ${reason}</span>`)}</span
                  >`
                }
              </span>
              <span class="go" aria-hidden="true">Select</span>
            </button>
          </li>`,
      )}
    </ul>
  </form>`

function createForm({ frame, form, problems, guardians, suggestions }: PatientViewInput): Markup {
  const field = (name: keyof PatientForm, label: string, type: string, required: boolean) =>
    html`<div>
      <label for="new-${name}">${label}</label>
      <input
        id="new-${name}"
        name="${name}"
        type="${type}"
        value="${form[name]}"
        autocomplete="off"
        ${required ? html`required` : null}
        data-testid="new-${name}"
      />
    </div>`
  const sexes = [
    ['', 'Not given'],
    ['female', 'Female'],
    ['male', 'Male'],
    ['x', 'X'],
  ]
  // Where somebody matches, adding is the rarer wish: the form waits folded.
  const open = problems.length > 0 || suggestions.length === 0
  return html`<details class="card fold" ${open ? html`open` : null} data-testid="new-patient">
    <summary>Add a new patient</summary>
    ${
      problems.length > 0 &&
      html`<div class="notice bad" role="alert" data-testid="patient-problems">${problems.join('. ')}.</div>`
    }
    <form method="post" action="/embed/app/patient/create">
      ${csrfField(frame)}
      <div class="grid2">
        ${field('first_name', 'First name', 'text', true)} ${field('last_name', 'Last name', 'text', true)}
        ${field('email', 'E-mail', 'email', false)} ${field('mobile_number', 'Mobile number', 'tel', false)}
        ${field('date_of_birth', 'Date of birth', 'date', false)}
        <div>
          <label for="new-gender">Sex</label>
          <select id="new-gender" name="gender">
            ${sexes.map(
              ([value = '', label]) =>
                html`<option value="${value}" ${form.gender === value ? html`selected` : null}>
                  ${label}
                </option>`,
            )}
          </select>
        </div>
        <div style="grid-column:1/-1">
          <label for="new-guardian">Dependent of (for children without an e-mail of their own)</label>
          <select id="new-guardian" name="guardian_id">
            <option value="">Nobody</option>
            ${guardians.map(
              (patient) =>
                html`<option value="${patient.id}" ${form.guardian_id === patient.id ? html`selected` : null}>
                  ${nameOf(patient)} · ${patient.email}
                </option>`,
            )}
          </select>
        </div>
      </div>
      <p class="muted small" style="margin-top:.8rem">No welcome e-mail leaves this stand-in.</p>
      <button data-testid="create-patient">Add patient</button>
    </form>
  </details>`
}
