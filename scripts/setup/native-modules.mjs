/**
 * The two native modules that are not simply prebuilt.
 *
 * keytar is compiled from the pinned source; its own installer would take an unpinned binary.
 *
 * SQLite's addon comes prebuilt for Node-API 10. Node 20 and the stand-in runtime offer level 9, so for them it
 * is compiled once and kept in `.runtime`. The pinned Electron has level 10 and gets the untouched prebuild, and
 * that is the only one a release is made from.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assertShippedAddon } from '../../build/pinned.mjs'
import { binary, nodeModules, runtimeFolder } from '../lib/paths.mjs'
import { runLogged } from '../lib/run.mjs'
import { isStamped, sha256, writeStamp } from '../lib/stamp.mjs'
import { chosenRuntime } from './electron-runtime.mjs'
import { installedVersion } from './node-packages.mjs'

const platform = `${process.platform}-${process.arch}`
/** The Node-API level that the addon as shipped was made for. */
const shippedLevel = 10

/** node-gyp uses the headers that came with this Node, when they did, and fetches them otherwise. */
function compilerEnvironment() {
  const prefix = dirname(dirname(process.execPath))
  const has = existsSync(join(prefix, 'include', 'node', 'node_api.h'))
  return { ...process.env, ...(has ? { npm_config_nodedir: prefix } : {}) }
}

export async function compileKeytar() {
  const folder = join(nodeModules, 'keytar')
  const built = join(folder, 'build', 'Release', 'keytar.node')
  const stamp = join(folder, 'build', '.yarrow.json')
  const inputs = { version: installedVersion('keytar'), platform }
  if (existsSync(built) && isStamped(stamp, inputs)) return 'done already'
  const cached = join(runtimeFolder, 'addons', `keytar-${inputs.version}-${platform}.node`)
  if (!existsSync(cached)) {
    await runLogged('keytar', binary('node-gyp'), ['rebuild', '--release', '-j', '2'], {
      cwd: folder,
      env: compilerEnvironment(),
    })
    keep(built, cached)
  }
  keep(cached, built)
  writeStamp(stamp, inputs)
  return ''
}

export async function chooseSqliteAddon() {
  const version = installedVersion('better-sqlite3')
  const folder = join(nodeModules, 'better-sqlite3')
  const slot = join(folder, 'prebuilds', `${platform}.node`)
  const shipped = join(runtimeFolder, 'addons', `sqlite-${version}-${platform}-shipped.node`)
  const compiled = join(runtimeFolder, 'addons', `sqlite-${version}-${platform}-compiled.node`)
  const stamp = join(folder, 'prebuilds', '.yarrow.json')

  const choice = chosenRuntime().kind === 'electron' ? 'shipped' : 'compiled'
  const inputs = { version, platform, choice }
  if (isStamped(stamp, inputs)) return 'done already'

  // The first time this package is seen, what lies in the slot is what its makers shipped.
  if (!existsSync(shipped)) {
    assertShippedAddon(slot, `${platform}.node`)
    keep(slot, shipped)
  }
  if (choice === 'compiled' && !existsSync(compiled)) await compileSqlite(folder, compiled)
  keep(choice === 'compiled' ? compiled : shipped, slot)
  writeStamp(stamp, inputs)
  return choice === 'compiled' ? 'compiled here' : 'as shipped'
}

/** Opens a database in the runtime itself, and checks that its Node-API level is the one that was chosen for. */
export async function proveSqliteAddon() {
  const { kind, executable } = chosenRuntime()
  const slot = join(nodeModules, 'better-sqlite3', 'prebuilds', `${platform}.node`)
  const stamp = join(runtimeFolder, 'addons', 'proved.json')
  const inputs = { addon: sha256(readFileSync(slot)), kind, runtime: installedVersion('electron') }
  if (isStamped(stamp, inputs)) return 'done already'

  const open = `new (require(${JSON.stringify(join(nodeModules, 'better-sqlite3'))}))(':memory:')`
  const answer = spawnSync(executable, ['-p', `${open}.prepare('select 1').get() && process.versions.napi`], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  if (answer.status !== 0) throw new Error(`The runtime cannot load the SQLite addon.\n${answer.stderr}`)
  const level = Number(answer.stdout)
  if (level >= shippedLevel !== (kind === 'electron')) {
    throw new Error(
      `The runtime offers Node-API ${level}, which is not what the SQLite addon was chosen for.`,
    )
  }
  writeStamp(stamp, { ...inputs, level: String(level) })
  return `Node-API ${level}`
}

/**
 * @param {string} folder
 * @param {string} target
 */
async function compileSqlite(folder, target) {
  // Beside the sources of the pinned package, never in them: an interrupted compiler leaves nothing behind.
  const work = join(runtimeFolder, 'sqlite.tmp')
  rmSync(work, { recursive: true, force: true })
  cpSync(folder, work, { recursive: true, filter: (path) => !path.endsWith('prebuilds') })
  const light = '-O1 -fno-lto'
  await runLogged('sqlite', binary('node-gyp'), ['rebuild', '--release', '--force_build=1', '-j', '2'], {
    cwd: work,
    env: {
      ...compilerEnvironment(),
      CFLAGS: light,
      LDFLAGS: '-fno-lto',
      // The calls that became Node-API 10 are in Node 20 as experimental ones, under the same names.
      CXXFLAGS: `${light} -UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT`,
    },
  })
  keep(join(work, 'build', 'Release', 'better_sqlite3.node'), target)
  rmSync(work, { recursive: true, force: true })
}

/**
 * Copies a file so that it appears under its name only when it is whole.
 * @param {string} from
 * @param {string} to
 */
function keep(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, `${to}.tmp`)
  renameSync(`${to}.tmp`, to)
}
