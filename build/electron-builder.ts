/**
 * Packages Yarrow. A release is made from the pinned Electron and the SQLite addon as its makers shipped it, and
 * from nothing else: on the stand-in runtime this refuses, unless YARROW_TEST_PACKAGE=1 asks for a test package,
 * which says of itself that it is one.
 */
import type { Configuration } from 'electron-builder'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterPack } from './after-pack.mjs'
import { chosenRuntime } from '../scripts/setup/electron-runtime.mjs'

const testPackage = process.env.YARROW_TEST_PACKAGE === '1'
const runtime = chosenRuntime()
if (runtime.kind === 'stand-in' && !testPackage) {
  throw new Error(
    'This is the stand-in runtime, and nothing made from it may be released. ' +
      'Set up where Electron can be downloaded, or set YARROW_TEST_PACKAGE=1 for a test package.',
  )
}

type FuseOptions = NonNullable<Configuration['electronFuses']>

/** All of them, so that a fuse that a later Electron adds or flips is a decision and not an accident. */
export const fuses: Required<Omit<FuseOptions, 'resetAdHocDarwinSignature'>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  // A test package can be driven by Playwright; a release cannot be debugged at all.
  enableNodeCliInspectArguments: testPackage && process.env.YARROW_PACKAGE_INSPECTABLE === '1',
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

const config = {
  appId: testPackage ? 'com.yarrowehr.desktop.test' : 'com.yarrowehr.desktop',
  productName: testPackage ? 'Yarrow Test' : 'Yarrow',
  executableName: testPackage ? 'yarrow-test' : 'yarrow',
  artifactName: `\${name}-${testPackage ? 'test-' : ''}\${version}-\${os}-\${arch}.\${ext}`,
  copyright: 'Yarrow',
  directories: { output: testPackage ? 'dist/test' : 'dist/release', buildResources: 'build' },

  electronVersion: runtimeVersion(),
  electronDist: runtime.folder,
  electronFuses: fuses,
  // The addons in node_modules are the right ones: scripts/setup/native-modules.mjs chose them.
  npmRebuild: false,
  publish: null,
  // Native code alone lies outside the archive, whose hash the fuse above makes Electron check.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  // Only what is named here gets in: no sources, tests, maps or local Fullscript.
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'out/embed/**',
    '!**/*.map',
    'package.json',
    '!node_modules/**/*',
    'node_modules/better-sqlite3/{package.json,lib/**}',
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
    'node_modules/keytar/{package.json,lib/*.js,build/Release/keytar.node}',
    'node_modules/@node-rs/argon2/{index.js,package.json}',
    'node_modules/@node-rs/argon2-*/*.{node,json}',
  ],
  extraMetadata: {
    ...(testPackage
      ? { name: 'yarrow-test', productName: 'Yarrow Test', desktopName: 'yarrow-test.desktop' }
      : {}),
    testPackage,
  },
  afterPack,

  protocols: [{ name: 'Yarrow', schemes: ['com.yarrowehr.desktop'] }],
  linux: {
    target: ['deb', 'tar.gz'],
    category: 'MedicalSoftware',
    icon: 'build/icon.png',
    synopsis: 'Desktop EHR for integrative practices',
    syncDesktopName: true,
    desktop: { entry: { Keywords: 'EHR;Fullscript;practice;supplements', StartupNotify: 'true' } },
  },
  deb: {
    depends: ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libsecret-1-0', 'libnotify4', 'xdg-utils'],
  },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.medical',
    icon: 'build/icon.png',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.inherit.plist',
    extendInfo: { NSCameraUsageDescription: null, NSMicrophoneUsageDescription: null },
  },
  win: { target: ['nsis'], icon: 'build/icon.png' },
  // For every user of a computer, so that no program run by one of them can replace what the others start.
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: false },
} satisfies Configuration

function runtimeVersion() {
  return readFileSync(join(runtime.folder, 'version'), 'utf8').trim().replace(/^v/, '')
}

export default config
