/** The last look before sending, and the page after it. */
import { brandOf, productOf, sizeOf } from '../../catalogue-search'
import { html, type Markup } from '../../http/html'
import type { FrameSession, Store } from '../../store/store'
import type { LabTest, Patient, Recommendation } from '../../store/types'
import { sentence } from './dosage'
import { csrfField, heading, nameOf } from './shell'

type Input = { frame: FrameSession; store: Store; labs: LabTest[]; patient: Patient; lines: Recommendation[] }

export const reviewView = (input: Input): Markup =>
  html`<div class="narrow">
    ${heading('Review the plan')}
    <p class="muted">It goes to <strong>${nameOf(input.patient)}</strong> at ${input.patient.email}.</p>
    ${summary(input)}
    <form method="post" action="/embed/app/send" class="stack">
      ${csrfField(input.frame)}
      <div>
        <label for="message">Personal message</label>
        <textarea id="message" name="message" data-testid="message"></textarea>
      </div>
      <button style="min-height:48px;min-width:12rem" data-testid="send">Send to patient</button>
    </form>
    <form method="get" action="/embed/app" style="margin-top:.6rem">
      <button class="quiet" data-testid="back">Back to the plan</button>
    </form>
  </div>`

export const sentView = (input: Input): Markup =>
  html`<div class="narrow" data-testid="sent" data-plan-id="${input.frame.sentPlanId}">
    <svg class="done-mark" viewBox="0 0 64 64" aria-hidden="true">
      <circle cx="32" cy="32" r="31" fill="#EEF3EA" stroke="#88B04B" stroke-width="2" />
      <path
        d="M19 33l9 9 18-20"
        fill="none"
        stroke="#1B533F"
        stroke-width="5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
    <div style="text-align:center">
      ${heading('The plan is sent')}
      <p class="muted">${nameOf(input.patient)} can now look at it and order.</p>
    </div>
    ${summary(input)}
  </div>`

const summary = ({ store, labs, lines }: Input): Markup =>
  html`<ul class="summary" data-testid="summary">
    ${lines.map((line) => {
      const variant = store.variants.get(line.variantId)
      if (!variant) throw new Error('a line without a variant')
      const product = productOf(store, variant)
      return html`<li>
        <img src="/images/variants/${variant.id}.svg" alt="" />
        <div>
          <strong>${product.name}</strong>
          <div class="muted small">${brandOf(store, product).name} · ${sizeOf(variant)}</div>
          <div>${sentence(line.dosage)}</div>
          <div class="small muted">
            ${line.unitsToPurchase === 1 ? '1 unit' : `${line.unitsToPurchase} units`} ·
            ${line.refill ? 'refills allowed' : 'no refills'}${
              line.dosage.additionalInfo && ` · ${line.dosage.additionalInfo}`
            }
          </div>
        </div>
      </li>`
    })}
    ${labs.map(
      (test) =>
        html`<li style="grid-template-columns:1fr">
          <div>
            <strong>${test.name}</strong>
            <div class="muted small">${test.company}</div>
            <div>${test.instructions}</div>
          </div>
        </li>`,
    )}
  </ul>`
