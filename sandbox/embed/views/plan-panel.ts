/** The plan that is being built: one editable card for each product, one for each lab test. */
import { brandOf, productOf, sizeOf, variantsOf } from '../../catalogue-search'
import { html, type Markup } from '../../http/html'
import type { FrameSession, Store } from '../../store/store'
import type { LabTest, Recommendation } from '../../store/types'
import { DURATIONS, durationLabel, FREQUENCIES, sentence, TIMES } from './dosage'
import { csrfField } from './shell'

export type PanelInput = { frame: FrameSession; store: Store; labs: LabTest[]; openVariantId: string | null }

export function planPanel({ frame, store, labs, openVariantId }: PanelInput): Markup {
  const count = frame.lines.length + labs.length
  return html`<aside class="plan" id="plan" aria-labelledby="plan-title">
    <header class="between">
      <h2 id="plan-title">Treatment plan</h2>
      <span class="muted small" role="status" data-testid="plan-count"
        >${count === 1 ? '1 item' : `${count} items`}</span
      >
    </header>
    <div class="lines" tabindex="-1">
      ${count === 0 && html`<p class="empty">Add products or labs from the catalog. They appear here.</p>`}
      ${frame.lines.map((line) => lineCard(frame, store, line, line.variantId === openVariantId))}
      ${labs.map((test) => labCard(frame, test))}
    </div>
    <footer>
      <form method="get" action="/embed/app">
        <input type="hidden" name="view" value="review" />
        <button style="width:100%" ${count === 0 ? html`disabled` : null} data-testid="review">
          Review plan
        </button>
      </form>
    </footer>
  </aside>`
}

const option = (value: string, label: string, chosen: string): Markup =>
  html`<option value="${value}" ${value === chosen ? html`selected` : null}>${label}</option>`

/** Choices with the product's own suggestion among them, when it is none of the usual. */
const choicesWith = (usual: string[], own: string): string[] =>
  usual.includes(own) ? usual : [own, ...usual]

function lineCard(frame: FrameSession, store: Store, line: Recommendation, open: boolean): Markup {
  const variant = store.variants.get(line.variantId)
  if (!variant) throw new Error('a line without a variant')
  const product = productOf(store, variant)
  const { dosage } = line
  const id = variant.id
  return html`<details
    class="line"
    ${open ? html`open` : null}
    data-testid="line"
    data-product="${product.name}"
  >
    <summary id="sum-${product.id}">
      <strong>${product.name}</strong>
      <span class="muted small" style="display:block"
        >${brandOf(store, product).name} · ${sentence(dosage)}</span
      >
    </summary>
    <form method="post" action="/embed/app/lines/update" data-autosave data-swap="sum-${product.id}">
      ${csrfField(frame)}<input type="hidden" name="product_id" value="${product.id}" />
      <div class="grid2">
        <div style="grid-column:1/-1">
          <label for="size-${id}">Size</label>
          <select id="size-${id}" name="variant_id" data-testid="line-size">
            ${variantsOf(store, product).map((other) => option(other.id, `${sizeOf(other)} · $${other.msrp}`, id))}
          </select>
        </div>
        <div>
          <label for="amount-${id}">Amount</label>
          <input id="amount-${id}" name="amount" value="${dosage.amount}" data-testid="line-amount" />
        </div>
        <div>
          <label for="units-${id}">Units to buy</label>
          <input
            id="units-${id}"
            name="units_to_purchase"
            type="number"
            min="1"
            max="24"
            value="${line.unitsToPurchase}"
            data-testid="line-units"
          />
        </div>
        <div style="grid-column:1/-1">
          <label for="frequency-${id}">How often</label>
          <select id="frequency-${id}" name="frequency" data-testid="line-frequency">
            ${choicesWith(FREQUENCIES, dosage.frequency).map((name) => option(name, name, dosage.frequency))}
          </select>
        </div>
        <div style="grid-column:1/-1">
          <label for="duration-${id}">How long</label>
          <select id="duration-${id}" name="duration" data-testid="line-duration">
            ${choicesWith(DURATIONS, dosage.duration ?? 'ongoing').map((name) =>
              option(name, durationLabel(name), dosage.duration ?? 'ongoing'),
            )}
          </select>
        </div>
        <div style="grid-column:1/-1">
          <label for="info-${id}">Further instructions</label>
          <input
            id="info-${id}"
            name="additional_info"
            value="${dosage.additionalInfo ?? ''}"
            data-testid="line-info"
          />
        </div>
      </div>
      <fieldset>
        <legend>Time of day</legend>
        ${TIMES.map(
          (time) =>
            html`<label class="check"
              ><input
                type="checkbox"
                name="time_${time}"
                value="1"
                ${dosage.timeOfDay.includes(time) ? html`checked` : null}
              />${time}</label
            >`,
        )}
      </fieldset>
      <label class="check" style="margin-top:.4rem"
        ><input
          type="checkbox"
          name="refill"
          value="1"
          ${line.refill ? html`checked` : null}
          data-testid="line-refill"
        />Refills allowed</label
      >
    </form>
    ${removeForm(frame, '/embed/app/lines/remove', 'product_id', product.id, product.name)}
  </details>`
}

const labCard = (frame: FrameSession, test: LabTest): Markup =>
  html`<div class="line" data-testid="lab-line" data-lab="${test.name}">
    <strong>${test.name}</strong>
    <span class="muted small" style="display:block">${test.instructions}</span>
    ${removeForm(frame, '/embed/app/labs/remove', 'lab_id', test.id, test.name)}
  </div>`

const removeForm = (
  frame: FrameSession,
  action: string,
  name: string,
  value: string,
  label: string,
): Markup =>
  html`<form method="post" action="${action}" data-swap="plan" style="margin:.3rem 0 0;text-align:right">
    ${csrfField(frame)}<input type="hidden" name="${name}" value="${value}" />
    <button class="plain" aria-label="Remove ${label}" data-testid="remove">Remove</button>
  </form>`
