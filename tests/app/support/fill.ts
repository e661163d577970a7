/** Filling a field in, where it does not matter how. */
import type { UserEvent } from '@testing-library/user-event'

/**
 * Adds text to a field at once, as pasting does, and presses the keys in braces: `maya{Tab}yarrow-demo{Enter}`. Key by
 * key (`user.type`) the app is drawn anew for every letter, so that is for tests of typing itself.
 */
export async function fill(user: UserEvent, field: Element, text: string) {
  await user.click(field)
  for (const part of text.split(/(\{[^}]+\})/)) {
    if (part.startsWith('{')) await user.keyboard(part)
    else if (part !== '') await user.paste(part)
  }
}
