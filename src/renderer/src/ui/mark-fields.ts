/** Refused fields of a form: marked, with the reason, and the first of them under the cursor. */
import type { UseFormReturnType } from '@mantine/form'
import { flushSync } from 'react-dom'

/** `errors`: reasons by field, in the order of the form. False when there are none. */
export function markFields<V extends object>(
  form: UseFormReturnType<V>,
  errors: Partial<Record<string, string>>,
): boolean {
  const [first] = Object.keys(errors)
  // Drawn at once, because a field may only now come to be seen.
  flushSync(() => {
    form.setErrors(errors)
  })
  if (first === undefined) return false
  form.getInputNode(first)?.focus()
  return true
}
