/**
 * Keyboard focus at the edges of the view. The view is a page of its own, so Tab would go round in it for ever; two
 * unseen stops before and after the embed notice that somebody wants to go on, and the window takes over.
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

/** Somebody enters the view by keyboard: a frame that the page already focused takes it only when focused anew. */
export function enterFrame(page: Document, frame: HTMLElement | null): void {
  if (page.activeElement instanceof HTMLElement) page.activeElement.blur()
  frame?.focus()
}
