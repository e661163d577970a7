/** React's first screen in the place of the drawn one, in one step: what was typed, the focus and what was pressed stay. */
import { flushSync } from 'react-dom'
import { buttonsOf, fieldsOf, labelOf, type Done, type DrawnScreen } from './drawn-screen'

/** `render`: draws React's screen at once. */
export function takeOver(root: HTMLElement, drawn: DrawnScreen, render: () => void): void {
  const done = drawn.done()
  flushSync(render)
  // Another screen after all: what was typed is nothing for its fields.
  const fields = fieldsOf(root)
  if (fields.map(labelOf).join('\n') !== done.fields.map(({ label }) => label).join('\n')) return
  fields.forEach((field, place) => {
    const was = done.fields[place]
    if (was) putBack(field, was)
  })
  if (done.pressed === null) return
  if (done.pressed === 'enter') fields[0]?.form?.requestSubmit()
  else buttonsOf(root)[done.pressed.button]?.click()
}

function putBack(field: HTMLInputElement, { value, from, to, focused }: Done['fields'][number]): void {
  if (value !== '') {
    // As if it was typed: React does not hear of a value that is set by way of its own property.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value)
    flushSync(() => field.dispatchEvent(new Event('input', { bubbles: true })))
  }
  if (!focused) return
  field.focus()
  field.setSelectionRange(from, to)
}
