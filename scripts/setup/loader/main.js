/**
 * Becomes `resources/default_app.asar` of the stand-in runtime, the very slot that Electron's own default app
 * uses, and follows its rules: `-r module` is loaded first, the first plain argument is the app's folder.
 *
 * It is an ES module with a top-level await on purpose. `ready` then waits until the app's entry has run, as
 * it does for a packaged app, so that privileged schemes can still be registered.
 */
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** @type {string | undefined} */
let folder
// A copy: a required module may change process.argv, as Playwright's does.
const args = [...process.argv]
for (let index = 1; index < args.length; index += 1) {
  const argument = String(args[index])
  if (argument === '-r' || argument === '--require') {
    index += 1
    require(resolve(String(args[index])))
  } else if (!argument.startsWith('-')) {
    folder = resolve(argument)
    break
  }
}

if (folder === undefined) {
  console.error('Name the folder of the app to run.')
  app.exit(1)
} else {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  app.setName(description.productName ?? description.name)
  if (description.desktopName) app.setDesktopName(description.desktopName)
  // Not in Electron's typings: only its own default app calls them.
  Reflect.get(app, 'setVersion').call(app, description.version)
  Reflect.get(app, 'setAppPath').call(app, folder)
  await import(pathToFileURL(join(folder, description.main)).href)
}
