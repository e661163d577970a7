/**
 * Loaded into an Electron app before its own code, the same into every app: looks at its window for the benchmark and
 * clicks in it. No debugger is attached, since that would slow every new page and frame down.
 */
import { app, webContents, type WebContents } from 'electron'
import { answer } from '../lib/answer'

export type DriverRequest =
  /** Until the window shows, its page has this element, and that was painted. */
  | { usable: string }
  /** The value of a script in the window's page; waited for when it is a promise. */
  | { run: string }
  /** A click such as a mouse makes, in the middle of the element. */
  | { click: string }
  /** Until a page whose address starts like this has loaded. */
  | { loaded: string }

/** What happens to the app's first window. */
const page = new Promise<WebContents>((resolve) => {
  app.once('browser-window-created', (_event, { webContents: contents }) => {
    contents.once('dom-ready', () => {
      resolve(contents)
    })
  })
})
const shown = new Promise<void>((resolve) => {
  app.once('browser-window-created', (_event, window) => {
    window.once('show', resolve)
  })
})

/** The frame's own call: that of the WebContents waits until everything has loaded. */
const run = async (script: string): Promise<unknown> => (await page).mainFrame.executeJavaScript(script)

/** Waits for an element. `then`: what is done with `element` to `resolve`. */
const found = (selector: string, then: string) => `new Promise((resolve) => {
  const look = () => {
    const element = document.querySelector(${JSON.stringify(selector)})
    if (element) ${then}
    else requestAnimationFrame(look)
  }
  look()
})`

/** Two frames later what was there has been painted. */
const painted = 'requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))'
const middle = `{
  const { x, y, width, height } = element.getBoundingClientRect()
  resolve({ x: Math.round(x + width / 2), y: Math.round(y + height / 2) })
}`

async function click(selector: string): Promise<void> {
  const at = (await run(found(selector, middle))) as { x: number; y: number }
  const contents = await page
  contents.sendInputEvent({ type: 'mouseMove', ...at })
  contents.sendInputEvent({ type: 'mouseDown', button: 'left', clickCount: 1, ...at })
  contents.sendInputEvent({ type: 'mouseUp', button: 'left', clickCount: 1, ...at })
}

async function loaded(prefix: string): Promise<void> {
  const has = (contents: WebContents) => contents.getURL().startsWith(prefix) && !contents.isLoading()
  if (webContents.getAllWebContents().some(has)) return
  await new Promise<void>((resolve) => {
    for (const contents of webContents.getAllWebContents()) contents.on('did-stop-loading', look)
    app.on('web-contents-created', follow)
    function follow(_event: unknown, contents: WebContents) {
      contents.on('did-stop-loading', look)
    }
    function look() {
      if (!webContents.getAllWebContents().some(has)) return
      app.off('web-contents-created', follow)
      for (const contents of webContents.getAllWebContents()) contents.off('did-stop-loading', look)
      resolve()
    }
  })
}

answer(async (request: DriverRequest) => {
  if ('usable' in request) await Promise.all([shown, run(found(request.usable, painted))])
  else if ('click' in request) await click(request.click)
  else if ('loaded' in request) await loaded(request.loaded)
  else return run(request.run)
  return null
})
