/**
 * The page's own start. Where the sign-in screen was drawn into the page, it can be typed into before there is anything
 * of React; that comes when it has been painted, and takes its place.
 */
import './no-eval'
import './theme.css'
import { watchDrawn } from './drawn-screen'

/** Milliseconds; a window that nothing is painted for begins all the same. */
const LATEST = 2_000

const root = document.getElementById('root')
if (root) {
  const drawn = root.firstElementChild === null ? null : watchDrawn(root)
  const show = once(async () => {
    const { showApp } = await import('./main')
    await showApp(root, drawn)
  })
  if (drawn) {
    // The frame after this one: then that one is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(show))
    setTimeout(show, LATEST)
  } else show()
}

function once(work: () => Promise<void>): () => void {
  let begun = false
  return () => {
    if (begun) return
    begun = true
    void work()
  }
}
