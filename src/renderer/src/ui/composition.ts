/**
 * Keys that an input method is still working with (Japanese, Chinese, Korean, accents on some systems) belong to it: its
 * Enter takes a word and opens no chart, its Escape clears no field. They are stopped here, before any handler of ours
 * or of a library can see them, so that no handler has to think of it. The input method itself still gets them.
 */

/** What Chromium reports while the input method decides about a key. */
const BEING_PROCESSED = 229

const ofComposition = (event: KeyboardEvent): boolean =>
  event.isComposing || Reflect.get(event, 'keyCode') === BEING_PROCESSED

function stop(event: KeyboardEvent): void {
  if (ofComposition(event)) event.stopImmediatePropagation()
}

/** Once for a window, before anything else listens to its keys; a second time does nothing. */
export function leaveKeysToComposition(of: Window): void {
  of.addEventListener('keydown', stop, { capture: true })
}
