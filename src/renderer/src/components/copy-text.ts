/**
 * Puts a text on the clipboard from a click. The asynchronous clipboard needs a permission that our own window does
 * not have (E-05); the editing command needs only the click.
 */
export function copyText(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('aria-hidden', 'true')
  field.className = 'offscreen'
  const focused = document.activeElement
  document.body.append(field)
  field.select()
  const editing = document as unknown as { execCommand?: (command: string) => boolean }
  const copied = editing.execCommand?.('copy') ?? false
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
