/**
 * `npm start`. With a display it opens Yarrow on a demo practice, beside a local Fullscript. Without one it
 * drives the tour on a display of its own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fromRoot, root, runtimeFolder } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'
import { say } from './lib/steps.mjs'
import { runProgram } from './run.mjs'
import { setUp } from './setup.mjs'
import { chosenRuntime } from './setup/electron-runtime.mjs'

/** The demo practice keeps the addresses it was set up with, so the local Fullscript stays at its place. */
const ports = { http: 4610, https: 4611 }

await setUp()
if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.platform !== 'linux') {
  process.exit(await openDemoPractice())
}
say('There is no display here, so this is the tour on a virtual one.')
process.exit(await runProgram('tests/tour/run.ts', []))

async function openDemoPractice() {
  const { fullscript, told } = await startLocalFullscript()
  say(`The local Fullscript is at ${told.http}, its controls at ${told.control}.`)
  say('Sign in there as one of these, with the password beside the address:')
  for (const { name, role, clinic, email, password } of told.accounts) {
    say(`  ${email}  ${password}  (${name}, ${role}, ${clinic})`)
  }
  try {
    // Chromium refuses to sandbox itself for root, and does not start without being told.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return await runForeground(chosenRuntime().executable, [...asRoot, root], {
      env: {
        ...process.env,
        YARROW_USER_DATA: join(runtimeFolder, 'demo-practice'),
        YARROW_DEMO: '1',
        YARROW_LOCAL_FULLSCRIPT: told.http,
        YARROW_LOCAL_APPLICATION: JSON.stringify(told.applications[0]),
      },
    })
  } finally {
    const ended = once(fullscript, 'exit')
    if (fullscript.kill()) await ended
  }
}

async function startLocalFullscript() {
  const options = ['--port', String(ports.http), '--https-port', String(ports.https), '--json']
  const fullscript = spawn(process.execPath, ['--import', 'tsx', fromRoot('sandbox/main.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: fullscript.stdout })
  /** @type {{ http: string, control: string, accounts: Record<string, string>[], applications: unknown[] }} */
  const told = await new Promise((resolve, reject) => {
    fullscript.once('exit', () => {
      reject(new Error('The local Fullscript did not start.'))
    })
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line))
    })
  })
  return { fullscript, told }
}
