/**
 * Loads the services' program with the code that V8 has made of it in the build (build/code-cache), so that it is not
 * compiled at every start. The cache lies beside the program, inside the archive whose hash Electron checks. V8 refuses
 * one that another version made or one made under other flags; then it compiles, and nothing else is different.
 */
import { readFileSync } from 'node:fs'
import { createRequire, wrap } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import type { Logger } from '../platform/logging/logger'
import type { StartServices } from './platform'

type Program = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  folder: string,
) => void

/** `file`: the built services.ts. */
export function loadServices(file: string, logger: Logger): StartServices {
  const cachedData = cacheOf(file)
  const script = new Script(wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  })
  const state = cachedData === null ? 'absent' : script.cachedDataRejected === true ? 'refused' : 'used'
  logger.info('Services loaded', { state })
  const module = { exports: {} }
  const run = script.runInThisContext() as Program
  run(module.exports, createRequire(file), module, file, dirname(file))
  return (module.exports as { startServices: StartServices }).startServices
}

function cacheOf(file: string): Buffer | null {
  try {
    return readFileSync(`${file}.cache`)
  } catch {
    return null
  }
}
