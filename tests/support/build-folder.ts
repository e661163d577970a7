/** Where tests put the programs that they build for a process. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const made: string[] = []
const removeAll = () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
}

/** A new folder that goes with the process. In node_modules, so that the native modules are found from there. */
export function buildFolder(name: string): string {
  if (made.length === 0) {
    process.once('exit', removeAll)
    // As vitest ends its processes; no exit follows.
    process.once('SIGTERM', () => {
      removeAll()
      process.kill(process.pid, 'SIGKILL')
    })
  }
  const folder = mkdtempSync(join(import.meta.dirname, '..', '..', 'node_modules', `.${name}-`))
  made.push(folder)
  return folder
}
