/**
 * E-19, F-905: proves what a package is made of. The configuration states every fuse, lets in only what is named,
 * and refuses to make a release from anything but the pinned Electron and the addon that its makers shipped.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { afterPack } from '../../build/after-pack.mjs'
import { assertShippedAddon, pinnedElectron } from '../../build/pinned.mjs'
import { chosenRuntime } from '../../scripts/setup/electron-runtime.mjs'
import { LINK_SCHEME } from '../../src/shared/link-scheme'

const root = join(import.meta.dirname, '..', '..')

type Config = {
  electronFuses: Record<string, boolean>
  files: string[]
  asarUnpack: string[]
  protocols: { schemes: string[] }[]
  extraMetadata: Record<string, unknown>
  productName: string
  artifactName: string
}

function load(variables: Record<string, string>) {
  const print = `import('./build/electron-builder.ts').then((m) => console.log(JSON.stringify(m.default)))`
  return spawnSync(process.execPath, ['--import', 'tsx', '-e', print], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, YARROW_TEST_PACKAGE: '', ...variables },
  })
}

const shippingFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

describe('configuration', () => {
  const config = JSON.parse(load({ YARROW_TEST_PACKAGE: '1' }).stdout) as Config

  test('E-19 every fuse is stated, and as in the table', () => {
    expect(config.electronFuses).toEqual(shippingFuses)
  })

  test('files come in by name only: no sources, tests, maps or local Fullscript', () => {
    const open = config.files.filter((pattern) => /^(\*|\.\/)/.test(pattern))
    expect(open).toEqual([])
    expect(config.files).toContain('!**/*.map')
    expect(config.files.join(' ')).not.toMatch(/sandbox|src\/|tests/)
    expect(config.asarUnpack).toEqual(['**/*.node'])
  })

  test('the private scheme is the one that the app listens to', () => {
    expect(config.protocols.flatMap((protocol) => protocol.schemes)).toEqual([LINK_SCHEME])
  })

  test('a test package says that it is one', () => {
    expect(config.extraMetadata.testPackage).toBe(true)
    expect(config.productName).toContain('Test')
    expect(config.artifactName).toContain('test')
  })

  test.runIf(chosenRuntime().kind === 'stand-in')('F-905 no release from the stand-in runtime', () => {
    const refused = load({})
    expect(refused.status).not.toBe(0)
    expect(refused.stderr).toContain('nothing made from it may be released')
  })

  test.runIf(chosenRuntime().kind === 'electron')('F-905 a release from the pinned runtime', () => {
    const release = JSON.parse(load({}).stdout) as Config
    expect(release.electronFuses).toEqual(shippingFuses)
    expect(release.extraMetadata.testPackage).toBe(false)
  })
})

describe('a packed folder', () => {
  let folder = ''
  const addon = () =>
    join(folder, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node')
  const loader = () => join(folder, 'resources/default_app.asar')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yarrow-packed-'))
    mkdirSync(dirname(addon()), { recursive: true })
    writeFileSync(addon(), 'something else')
    writeFileSync(loader(), '')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const context = (electronVersion: string, testPackage = false) => ({
    appOutDir: folder,
    electronPlatformName: 'linux',
    packager: {
      config: { electronVersion, extraMetadata: { testPackage } },
      appInfo: { productFilename: 'Yarrow' },
    },
  })
  const pack = (given: ReturnType<typeof context>) =>
    afterPack(given as unknown as Parameters<typeof afterPack>[0])

  test("the runtime's own loader is taken out, of a test package too", async () => {
    await pack(context('33.2.1', true))
    expect(existsSync(loader())).toBe(false)
  })

  test('F-905 refuses another Electron than the pinned one', async () => {
    await expect(pack(context('33.2.1'))).rejects.toThrow(pinnedElectron())
  })

  test('F-905 refuses an addon that its makers did not ship', async () => {
    await expect(pack(context(pinnedElectron()))).rejects.toThrow('linux-x64.node')
  })

  test('accepts the addon that they did ship', async () => {
    const name = 'darwin-arm64.node'
    const shipped = join(root, 'node_modules/better-sqlite3/prebuilds', name)
    expect(() => {
      assertShippedAddon(shipped, name)
    }).not.toThrow()
    rmSync(addon())
    copyFileSync(shipped, join(dirname(addon()), name))
    await expect(pack(context(pinnedElectron()))).resolves.toBeUndefined()
  })
})
