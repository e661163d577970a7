/**
 * How the keyboard gets into Fullscript's frame and out of it. The view is a page of its own, so Tab would go round in
 * it for ever; two unseen stops before and after the embed notice that somebody wants to go on, and the window takes
 * over.
 */
export type FocusEdges = {
  first: HTMLElement
  last: HTMLElement
  left: (direction: 'forward' | 'backward') => void
}

export function watchFocusEdges({ first, last, left }: FocusEdges): void {
  const leave = (edge: HTMLElement, direction: 'forward' | 'backward') => {
    edge.addEventListener('focus', () => {
      edge.blur()
      left(direction)
    })
  }
  leave(first, 'backward')
  leave(last, 'forward')
}

/** Somebody enters the view by keyboard. A frame that has the focus already keeps it, with the field that was typed in. */
export function enterFrame(page: Document, frame: HTMLElement | null): void {
  if (page.activeElement !== frame) frame?.focus()
}

/**
 * The page's own focus may arrive after the frame was entered (keys and messages come by different roads), and would
 * leave the keyboard with the page, where there is nothing to do: it is given on. Whoever leaves by an edge has moved
 * on to the edge by the time that this looks.
 */
export function giveFocusOn(page: Window, frame: () => HTMLElement | null): void {
  let looking: number | undefined
  page.addEventListener('focus', () => {
    looking = page.setTimeout(() => {
      const mounted = frame()
      if (!mounted || page.document.activeElement !== mounted) return
      // It counts as focused here; only focusing it anew hands the keyboard over.
      mounted.blur()
      mounted.focus()
    })
  })
  // The frame has it already; focusing it anew would take it from the field that somebody has just clicked.
  page.addEventListener('blur', () => {
    page.clearTimeout(looking)
  })
}
