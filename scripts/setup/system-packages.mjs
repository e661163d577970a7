/** Debian's packages: a compiler for the native modules, a display, a keyring and a browser for the tests. */
import { spawnSync } from 'node:child_process'
import { runLogged } from '../lib/run.mjs'

const packages = [
  // keytar and SQLite are compiled here
  'g++',
  'make',
  'python3',
  'pkg-config',
  'libsecret-1-dev',
  'ca-certificates',
  'git',
  'unzip',
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
]

/** @returns {string[]} */
function missingPackages() {
  const answer = spawnSync('dpkg-query', ['--show', '--showformat', '${Package} ${Status}\n', ...packages], {
    encoding: 'utf8',
  })
  if (answer.error) throw new Error(`Yarrow's set-up knows Debian 12. Here dpkg-query does not run.`)
  const installed = new Set(
    answer.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return packages.filter((name) => !installed.has(name))
}

/** @param {(text: string) => void} note */
export async function installSystemPackages(note) {
  if (process.platform !== 'linux') return 'only looked after on Debian'
  const missing = missingPackages()
  if (missing.length === 0) return 'done already'
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Some packages are missing and only root may install them. Run this, then start again:\n\n` +
        `  sudo apt-get update && sudo apt-get ${install.join(' ')}\n`,
    )
  }
  note(`installing ${missing.length}: ${missing.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await runLogged('apt-update', 'apt-get', ['update'], { env })
  await runLogged('apt-install', 'apt-get', install, { env })
  return `${missing.length} installed`
}
