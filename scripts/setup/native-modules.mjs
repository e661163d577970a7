/**
 * The two native modules that are not simply prebuilt.
 *
 * keytar is compiled from the pinned source; its own installer would take an unpinned binary.
 *
 * SQLite's addon comes prebuilt for Node-API 10. Node 20 and the stand-in runtime offer level 9, so for them it
 * is compiled once and kept in `.runtime`. A runtime of level 10 gets the untouched prebuild back, and that is
 * the only one a release is made from.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assertShippedAddon } from '../../build/pinned.mjs'
import { binary, nodeModules, runtimeFolder } from '../lib/paths.mjs'
import { runLogged } from '../lib/run.mjs'
import { isStamped, sha256, writeStamp } from '../lib/stamp.mjs'
import { versionInRuntime } from './electron-runtime.mjs'
import { installedVersion } from './node-packages.mjs'

const platform = `${process.platform}-${process.arch}`
/** The level that the prebuilt addon was made for. */
const prebuiltLevel = 10

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

  const level = Number(versionInRuntime('napi'))
  const choice = level >= prebuiltLevel ? 'shipped' : 'compiled'
  const inputs = { version, platform, choice, level: String(level) }
  if (isStamped(stamp, inputs)) return 'done already'

  // The first time this package is seen, what lies in the slot is what its makers shipped.
  if (!existsSync(shipped)) {
    assertShippedAddon(slot, `${platform}.node`)
    keep(slot, shipped)
  }
  if (choice === 'compiled' && !existsSync(compiled)) await compileSqlite(folder, compiled)
  keep(choice === 'compiled' ? compiled : shipped, slot)
  writeStamp(stamp, { ...inputs, sha256: sha256(readFileSync(slot)) })
  return `${choice === 'compiled' ? 'compiled here' : 'as shipped'}, for Node-API ${level}`
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
