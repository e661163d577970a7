/**
 * A desktop that exists for the length of one command: a virtual display, a session bus and an unlocked
 * keyring, with a home of its own. Nothing of the person's own desktop, keyring or home is touched.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { exitStatus, handSignalsOn } from './run.mjs'

/**
 * @typedef {{ uid?: number, gid?: number }} Identity whose desktop it is; the caller's own when empty
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/**
 * Runs a command on such a desktop and takes everything down again. Where it works on several at once, it finds what
 * leads to each of them in YARROW_DESKTOPS, a list in JSON of variables; it runs on the first.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, identity?: Identity, desktops?: number }} [options]
 * @returns {Promise<number>} the command's exit status
 */
export async function runOnDesktop(command, args, options = {}) {
  const identity = options.identity ?? {}
  /** @type {string[]} */
  const folders = []
  /** @type {ChildProcess[]} */
  const daemons = []
  /** @type {ChildProcess | undefined} */
  let child
  let stopped = false
  const release = handSignalsOn((signal) => {
    stopped = true
    if (child?.pid !== undefined) signalGroup(child.pid, signal)
  })
  try {
    const outer = { ...(options.env ?? process.env) }
    for (const name of Object.keys(outer)) if (/^(XDG_|WAYLAND_|DBUS_|GNOME_)/.test(name)) delete outer[name]
    const desktops = []
    for (let count = 0; count < (options.desktops ?? 1); count += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'yarrow-desktop-'))
      folders.push(folder)
      desktops.push(await startDesktop(folder, outer, identity, daemons))
    }
    if (stopped) return 130
    const env = { ...outer, ...desktops[0], YARROW_DESKTOPS: JSON.stringify(desktops) }
    // A group of its own, so that whatever the command leaves running can be ended by that group's id.
    child = spawn(command, args, { cwd: options.cwd, env, stdio: 'inherit', detached: true, ...identity })
    const [code, signal] = await once(child, 'close')
    return exitStatus(code, signal)
  } finally {
    if (child?.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
    for (const daemon of daemons.reverse()) await end(daemon)
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    release()
  }
}

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} outer
 * @param {Identity} identity
 * @param {ChildProcess[]} daemons receives each daemon as soon as it runs
 * @returns {Promise<Record<string, string>>} the variables that lead to it
 */
async function startDesktop(folder, outer, identity, daemons) {
  const home = join(folder, 'home')
  const runtime = join(folder, 'run')
  chmodSync(folder, 0o755)
  for (const path of [home, runtime]) {
    mkdirSync(path, { mode: 0o700 })
    if (identity.uid !== undefined) chownSync(path, identity.uid, identity.gid ?? identity.uid)
  }

  /** @type {Record<string, string>} */
  const desktop = { HOME: home, XDG_RUNTIME_DIR: runtime, TMPDIR: tmpdir() }
  const env = { ...outer, ...desktop }

  // Its own screen saver would come on after ten minutes without a real key, and Yarrow locks when the screen does.
  const settings = ['-screen', '0', '1600x1000x24', '-s', '0', '-nolisten', 'tcp']
  const display = spawn('Xvfb', ['-displayfd', '3', ...settings], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    ...identity,
  })
  daemons.push(display)
  env.DISPLAY = desktop.DISPLAY = `:${await firstLine(display, 3)}`

  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    ...identity,
  })
  daemons.push(bus)
  env.DBUS_SESSION_BUS_ADDRESS = desktop.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus, 3)

  const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...identity,
  })
  daemons.push(keyring)
  keyring.stdin?.end('throw-away')
  await keyringAnswers(env, identity)
  return desktop
}

/**
 * @param {ChildProcess} daemon
 * @param {number} descriptor on which it reports that it is ready
 * @returns {Promise<string>}
 */
function firstLine(daemon, descriptor) {
  return new Promise((resolve, reject) => {
    let text = ''
    daemon.stdio[descriptor]?.on('data', (chunk) => {
      text += String(chunk)
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
    daemon.on('error', reject)
    daemon.on('exit', () => {
      reject(new Error(`${daemon.spawnfile} ended before it was ready.`))
    })
  })
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {Identity} identity the bus answers nobody else
 */
async function keyringAnswers(env, identity) {
  const question = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ]
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const answer = spawnSync('dbus-send', question, { env, encoding: 'utf8', ...identity })
    if (answer.stdout.includes('boolean true')) return
    await wait(50)
  }
  throw new Error('The keyring of the throw-away desktop did not come up.')
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal)
  } catch {
    // Nobody of that group is left.
  }
}

/** @param {ChildProcess} daemon */
async function end(daemon) {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const ended = once(daemon, 'exit')
  daemon.kill('SIGTERM')
  const timer = setTimeout(() => daemon.kill('SIGKILL'), 3_000)
  await ended
  clearTimeout(timer)
}
