/** The sign-in screen that was drawn into the page: what is typed into it and pressed until the real one is there. */

type Field = { label: string; value: string; from: number | null; to: number | null; focused: boolean }

/** What somebody has done to the drawn screen. */
export type Done = {
  fields: Field[]
  /** What was asked for last, by Enter in a field or by a button, and could not be done yet. */
  pressed: 'enter' | { button: number } | null
}

export type DrawnScreen = { done: () => Done }

export function watchDrawn(root: HTMLElement): DrawnScreen {
  let pressed: Done['pressed'] = null
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && event.target instanceof HTMLInputElement)
      pressed = 'enter'
  })
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (button) pressed = { button: buttonsOf(root).indexOf(button) }
  })
  // A form that nobody listens to would leave the page.
  root.addEventListener('submit', (event) => {
    event.preventDefault()
  })
  return {
    done: () => ({
      pressed,
      fields: fieldsOf(root).map((field) => ({
        label: labelOf(field),
        value: field.value,
        from: field.selectionStart,
        to: field.selectionEnd,
        focused: field === document.activeElement,
      })),
    }),
  }
}

export const fieldsOf = (root: HTMLElement) => [...root.querySelectorAll('input')]
export const buttonsOf = (root: HTMLElement) => [...root.querySelectorAll('button')]
export const labelOf = (field: HTMLInputElement) => field.labels?.[0]?.textContent ?? ''
