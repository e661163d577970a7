/**
 * Runs in Electron, from scripts/build.mjs: lets V8 compile the services' program and keeps the code beside it, for
 * src/main/app/load-services.ts. In Electron's own main process, because V8 refuses code that was made under other flags
 * (as Node, which the same program can be, it has others), and after the program has run, so that what its start needs
 * is in it. Arguments: the program.
 */
const { readFileSync, writeFileSync } = require('node:fs')
const { createRequire, wrap } = require('node:module')
const { dirname } = require('node:path')
const { Script } = require('node:vm')
const { app } = require('electron')

const file = process.argv.at(-1) ?? ''
try {
  const script = new Script(wrap(readFileSync(file, 'utf8')), { filename: file })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  writeFileSync(`${file}.cache`, script.createCachedData())
  app.exit(0)
} catch (error) {
  console.error(error)
  app.exit(1)
}
