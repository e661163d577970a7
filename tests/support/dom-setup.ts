/** What Mantine expects of a browser and the DOM emulator does not have; and nothing of a test is left to the next. */
import { notifications } from '@mantine/notifications'
import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

window.matchMedia = (media) => {
  const never = new EventTarget()
  return Object.assign(never, { matches: false, media, onchange: null }) as MediaQueryList
}

window.ResizeObserver = class {
  observe = vi.fn()
  unobserve = vi.fn()
  disconnect = vi.fn()
}

window.HTMLElement.prototype.scrollIntoView = vi.fn()

Object.defineProperty(document, 'fonts', {
  // Files that share a document set it each for themselves.
  configurable: true,
  value: { addEventListener: vi.fn(), removeEventListener: vi.fn(), ready: Promise.resolve() },
})

afterEach(() => {
  cleanup()
  // They are kept for the whole program, not for what is drawn.
  notifications.clean()
  notifications.cleanQueue()
})
