/** The frame's surroundings: header with patient and prescriber, steps, and the messages for the host page. */
import { html, jsonForScript, raw, type Child, type Markup } from '../../http/html'
import { BASE_CSS, wordmark } from '../../http/layout'
import type { FrameSession } from '../../store/store'
import type { Patient, User } from '../../store/types'
import { FRAME_SCRIPT } from '../frame-script'
import { FRAME_CSS } from './style'

export type Step = 'practitioner' | 'patient' | 'builder' | 'review' | 'sent'

export type ShellInput = {
  frame: FrameSession
  nonce: string
  step: Step
  title: string
  body: Child
  patient: Patient | undefined
  practitioner: User | undefined
}

const STEPS: [Step, string][] = [
  ['practitioner', 'Practitioner'],
  ['patient', 'Patient'],
  ['builder', 'Plan'],
  ['review', 'Review and send'],
]

export const nameOf = (person: { firstName: string; lastName: string }): string =>
  `${person.firstName} ${person.lastName}`

/** Takes the waiting messages along: each goes out exactly once. */
export function shell({ frame, nonce, step, title, body, patient, practitioner }: ShellInput): Markup {
  const outbox = { origin: frame.targetOrigin, messages: frame.outbox.splice(0) }
  const at = STEPS.findIndex(([name]) => name === step)
  const reached = at === -1 ? STEPS.length : at
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Fullscript (local)</title>
        <style>
          ${raw(BASE_CSS + FRAME_CSS)}
        </style>
      </head>
      <body data-step="${step}">
        <div id="app">
          <header class="bar">
            ${wordmark}
            <dl class="who">
              ${
                patient &&
                html`<div>
                  <dt>Patient</dt>
                  <dd data-testid="patient-name">${nameOf(patient)}</dd>
                </div>`
              }
              ${
                practitioner &&
                html`<div>
                  <dt>Practitioner</dt>
                  <dd data-testid="practitioner-name">${nameOf(practitioner)}</dd>
                </div>`
              }
            </dl>
          </header>
          <ol class="steps" aria-label="Steps">
            ${STEPS.map(
              ([, label], index) =>
                html`<li
                  class="${index < reached ? 'done' : ''}"
                  ${index === at && raw('aria-current="step"')}
                >
                  ${label}
                </li>`,
            )}
          </ol>
          <p id="status" class="visually-hidden" role="status"></p>
          <main>${body}</main>
        </div>
        <script type="application/json" id="outbox">
          ${jsonForScript(outbox)}
        </script>
        <script nonce="${nonce}">
          ${raw(FRAME_SCRIPT)}
        </script>
      </body>
    </html>`
}

export const csrfField = (frame: FrameSession): Markup =>
  html`<input type="hidden" name="authenticity_token" value="${frame.csrf}" />`

export const heading = (text: string): Markup => html`<h1 id="heading" tabindex="-1">${text}</h1>`
