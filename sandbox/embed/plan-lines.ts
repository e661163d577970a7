/** Adding, changing and removing lines of the plan that is being built. */
import { productOf } from '../catalogue-search'
import { textOf, type Fields } from '../http/body'
import type { FrameSession, Store } from '../store/store'
import type { Recommendation } from '../store/types'
import { TIMES } from './views/dosage'

/** A product comes in with its suggested dosage; adding it again only changes its size. */
export function addLine(store: Store, frame: FrameSession, fields: Fields): undefined {
  const variant = store.variants.get(textOf(fields['variant_id']) ?? '')
  if (!variant) return
  const known = lineOf(store, frame, variant.productId)
  if (known) {
    known.variantId = variant.id
    return
  }
  frame.lines.push({
    variantId: variant.id,
    refill: true,
    unitsToPurchase: 1,
    takeWith: null,
    dosage: structuredClone(productOf(store, variant).dosage),
  })
}

/** A line is known by its product: its size may change. */
export function updateLine(store: Store, frame: FrameSession, fields: Fields): undefined {
  const productId = textOf(fields['product_id']) ?? ''
  const line = lineOf(store, frame, productId)
  if (!line) return
  const wanted = store.variants.get(textOf(fields['variant_id']) ?? '')
  const text = (name: string) => textOf(fields[name])?.trim() ?? ''
  const units = Number(text('units_to_purchase'))
  if (wanted?.productId === productId) line.variantId = wanted.id
  if (Number.isInteger(units) && units >= 1 && units <= 24) line.unitsToPurchase = units
  line.refill = fields['refill'] === '1'
  line.dosage = {
    ...line.dosage,
    amount: text('amount') || line.dosage.amount,
    frequency: text('frequency') || line.dosage.frequency,
    duration: text('duration') || null,
    additionalInfo: text('additional_info') || null,
    timeOfDay: TIMES.filter((time) => fields[`time_${time}`] === '1'),
  }
}

export function removeLine(store: Store, frame: FrameSession, fields: Fields): undefined {
  const line = lineOf(store, frame, textOf(fields['product_id']) ?? '')
  frame.lines = frame.lines.filter((other) => other !== line)
}

const lineOf = (store: Store, frame: FrameSession, productId: string): Recommendation | undefined =>
  frame.lines.find((line) => store.variants.get(line.variantId)?.productId === productId)
