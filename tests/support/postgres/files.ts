/** Which test files run on both engines: all that take a database of their own, but those about the encrypted file. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** SQLite's log, its thread, and what is written from the database into files and back. */
const aboutTheFile = new Set([
  'src/main/records/engine/log-check.test.ts',
  'tests/integration/storage-worker.test.ts',
])

const takesDatabase = /\b(temporaryDatabase|chartsBench)\(/

/** Paths from the root. */
export const onBothEngines: string[] = ['src/main', 'tests/integration', 'tests/security']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((path) => path.endsWith('.test.ts') && !aboutTheFile.has(path))
  .filter((path) => takesDatabase.test(readFileSync(path, 'utf8')))
