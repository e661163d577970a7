/** Sets up, then runs the local Fullscript alone: `npm run sandbox`. Needs no display. */
import { fromRoot } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'
import { setUp } from './setup.mjs'

await setUp()
const args = ['--import', 'tsx', fromRoot('sandbox/main.ts'), ...process.argv.slice(2)]
process.exit(await runForeground(process.execPath, args))
