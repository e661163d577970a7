/**
 * Whether somebody is at work, as main sees it: keys and pointers that reach a page of ours or Fullscript's frame. A
 * page never says so itself (F-705). Chromium tells a page's own pointer events and every key, but no pointer inside a
 * frame of another process, so while Fullscript has the keyboard the pointer's place on screen is looked at as well.
 */
import { screen, type App, type WebContents } from 'electron'
import type { Clock } from '../clock/clock'

/** How often the pointer's place is looked at, in milliseconds. */
const LOOK = 2_000

type Options = {
  clock: Clock
  active: () => void
  /** The key for locking, where our window's page does not see it. */
  lockKey: () => void
  /** Our window's page, which takes its own keys. */
  isWindow: (contents: WebContents) => boolean
}

/** Call once, before the first page is made; `screen` needs a ready app. */
export function watchInput(app: App, { clock, active, lockKey, isWindow }: Options): void {
  const pages = new Set<WebContents>()
  app.on('web-contents-created', (_event, contents) => {
    pages.add(contents)
    contents.once('destroyed', () => pages.delete(contents))
    contents.on('input-event', active)
    contents.on('before-input-event', (event, input) => {
      active()
      if (isWindow(contents) || input.type !== 'keyDown' || !isLockKey(input)) return
      event.preventDefault()
      lockKey()
    })
  })

  let last = screen.getCursorScreenPoint()
  const look = () => {
    const here = screen.getCursorScreenPoint()
    const moved = here.x !== last.x || here.y !== last.y
    last = here
    if (moved && [...pages].some((contents) => !isWindow(contents) && contents.isFocused())) active()
    clock.after(LOOK, look)
  }
  clock.after(LOOK, look)
}

/** Ctrl+Shift+L, on a Mac with ⌘; the same as in the renderer's ui/keys.tsx. */
const isLockKey = ({ control, meta, shift, alt, key }: Electron.Input) =>
  (process.platform === 'darwin' ? meta : control) && shift && !alt && key.toLowerCase() === 'l'
