/**
 * Loaded into an Electron app before its own code, the same for every app: says `usable {}` on stdout once a window
 * shows, its page has what the CSS selector in BENCH_USABLE names, and that was painted.
 */
const { app } = require('electron')

/** Two frames later what was there has been painted. */
const whenThereAndPainted = `new Promise((resolve) => {
  const look = () =>
    document.querySelector(${JSON.stringify(process.env.BENCH_USABLE ?? 'body')})
      ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))
      : requestAnimationFrame(look)
  look()
})`

app.on('browser-window-created', (_event, window) => {
  const shown = new Promise((resolve) => window.once('show', () => resolve(null)))
  window.webContents.once('dom-ready', async () => {
    const look = [{ code: whenThereAndPainted }]
    await Promise.all([shown, window.webContents.executeJavaScriptInIsolatedWorld(999, look)])
    process.stdout.write('usable {}\n')
  })
})
