/**
 * Keyboard focus at the edges of the view. The view is a page of its own, so Tab would go round in it for ever; two
 * unseen stops before and after the embed notice that somebody wants to go on, and the window takes over.
 */
export type FocusEdges = {
  first: HTMLElement
  last: HTMLElement
  /** The frame to enter when the view gets the focus. */
  frame: () => HTMLElement | null
  left: (direction: 'forward' | 'backward') => void
}

export function watchFocusEdges(page: Window, { first, last, frame, left }: FocusEdges): void {
  const leave = (edge: HTMLElement, direction: 'forward' | 'backward') => {
    edge.addEventListener('focus', () => {
      edge.blur()
      left(direction)
    })
  }
  leave(first, 'backward')
  leave(last, 'forward')
  page.addEventListener('focus', () => {
    frame()?.focus()
  })
}
