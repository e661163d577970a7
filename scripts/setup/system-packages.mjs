/** Debian's packages: a compiler for the native modules, a display, a keyring and a browser for the tests. */
import { spawnSync } from 'node:child_process'
import { runLogged } from '../lib/run.mjs'

/** What our own native modules are compiled with, and what fetches and unpacks the rest. */
const forCompiling = [
  'g++',
  'make',
  'python3',
  'pkg-config',
  'libsecret-1-dev',
  'ca-certificates',
  'git',
  'unzip',
]

const forRunning = [
  // what Electron links to
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  // a desktop without a display, and the keychain on it
  'xvfb',
  'dbus-daemon',
  'dbus-bin',
  'gnome-keyring',
  // the system browser of the tour, and a font it can be read in
  'chromium',
  'fonts-dejavu-core',
  // stops the app at every single system call of a token refresh
  'strace',
  // puts an authority into the user's certificate store
  'libnss3-tools',
]

const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }

/** @returns {string[]} */
function missingPackages() {
  const all = [...forCompiling, ...forRunning]
  const answer = spawnSync('dpkg-query', ['--show', '--showformat', '${Package} ${Status}\n', ...all], {
    encoding: 'utf8',
  })
  if (answer.error) throw new Error(`Yarrow's set-up knows Debian 12. Here dpkg-query does not run.`)
  const installed = new Set(
    answer.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return all.filter((name) => !installed.has(name))
}

/** Says at once what somebody who is not root has to ask for, before anything else is begun. */
export function checkSystemPackages() {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return
  const missing = missingPackages()
  if (missing.length === 0) return
  throw new Error(
    `Some packages are missing and only root may install them. Run this, then start again:\n\n` +
      `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
  )
}

/** First, because the compilers are waited for. @param {(text: string) => void} note */
export async function installForCompiling(note) {
  if (process.platform !== 'linux') return 'done already'
  const missing = missingPackages()
  if (missing.length === 0) return 'done already'
  // A set-up that was cut off in the middle of an installation leaves it to be finished.
  await runLogged('dpkg-configure', 'dpkg', ['--configure', '-a'], { env: quiet })
  await apt('apt-update', ['update'])
  return install(
    'apt-compiling',
    forCompiling.filter((name) => missing.includes(name)),
    note,
  )
}

/** After installForCompiling, beside the compiling itself. @param {(text: string) => void} note */
export async function installForRunning(note) {
  if (process.platform !== 'linux') return 'done already'
  const missing = missingPackages()
  return install(
    'apt-running',
    forRunning.filter((name) => missing.includes(name)),
    note,
  )
}

/**
 * @param {string} log
 * @param {string[]} names
 * @param {(text: string) => void} note
 */
async function install(log, names, note) {
  if (names.length === 0) return 'done already'
  note(names.join(' '))
  await apt(log, ['install', '-y', '--no-install-recommends', ...names])
  return `${names.length} installed`
}

/**
 * @param {string} log
 * @param {string[]} args
 */
function apt(log, args) {
  // Waits for another apt that is at work.
  return runLogged(log, 'apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env: quiet })
}
