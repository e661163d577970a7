/** Electron's security checklist, part three: versions, senders, fuses and what pages are given. Each test fails when its setting is turned. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { OLDEST_RELEASE_MAJOR, runtimeKind } from '../../src/main/app/runtime'
import { projectRoot } from '../support/processes'
import { filesWith, shippedSources, withoutComments } from './sources'

// The packaging refuses the stand-in runtime; a test package may be made from it, with the same fuses.
vi.stubEnv('YARROW_TEST_PACKAGE', '1')
vi.stubEnv('YARROW_PACKAGE_INSPECTABLE', '')

const code = shippedSources('.ts', '.tsx')
const description = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
}
const textOf = (path: string) => withoutComments(code.find((one) => one.path === path)?.text ?? '')

describe('E-12 to E-14: guards on every contents', () => {
  it('E-12, E-13, E-14: are attached where contents are created, before Electron is ready', () => {
    // input-activity.ts only counts keys and pointers, for the idle lock; offer-text-menu.ts opens a menu of the system's.
    expect(filesWith(/'web-contents-created'/, code)).toEqual([
      'src/main/platform/security/navigation.ts',
      'src/main/platform/windows/input-activity.ts',
      'src/main/platform/windows/offer-text-menu.ts',
    ])
    const guards = textOf('src/main/platform/security/navigation.ts')
    for (const part of [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
      'setWindowOpenHandler',
    ]) {
      expect(guards).toContain(part)
    }
    const start = textOf('src/main/app/start-application.ts')
    for (const guard of ['guardNavigation(app', 'hardenEverySession(app', 'registerSchemesAsPrivileged(']) {
      expect(start.indexOf(guard), guard).toBeGreaterThan(0)
      expect(start.indexOf(guard), guard).toBeLessThan(start.indexOf('app.whenReady()'))
    }
  })

  it('E-14: nothing is allowed to open a window, anywhere', () => {
    expect(filesWith(/action:\s*['"]allow['"]/, code)).toEqual([])
    expect(filesWith(/window\.open\(/, code)).toEqual([])
  })
})

describe('E-16: a current Electron', () => {
  it('E-16: is pinned exactly, and new enough for what our design leans on', () => {
    const pinned = description.devDependencies.electron ?? ''
    expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
    const [major = 0, minor = 0] = pinned.split('.').map(Number)
    expect(major * 1000 + minor).toBeGreaterThanOrEqual(45_004)
  })

  it('E-16: an older runtime is called a stand-in, and so is one that does not say', () => {
    expect(OLDEST_RELEASE_MAJOR).toBe(45)
    for (const version of ['33.2.1', '44.9.9', '', 'x'])
      expect(runtimeKind(version), version).toBe('stand-in')
    for (const version of ['45.4.1', '46.0.0-beta.1', '100.0.0'])
      expect(runtimeKind(version), version).toBe('electron')
  })
})

describe('E-17: senders', () => {
  it('E-17: one file listens to the pages, and every listener judges its sender', () => {
    expect(filesWith(/\bipcMain\b/, code)).toEqual(['src/main/bridge/listen.ts'])
    const listening = textOf('src/main/bridge/listen.ts')
    expect(listening.match(/ipcMain\.handle\(/g)).toHaveLength(1)
    expect(listening).not.toMatch(/ipcMain\.(on|once|addListener|handleOnce)\(/)
    const answering = textOf('src/main/bridge/register-bridge.ts')
    expect(answering.match(/answers\.set\(/g)).toHaveLength(1)
    expect(answering.slice(answering.indexOf('answers.set('), answering.indexOf('answerCall({'))).toContain(
      'isTrustedSender(message',
    )
  })

  it('E-17: pages speak through invoke alone', () => {
    expect(filesWith(/ipcRenderer\.(send|sendSync|sendToHost|postMessage)/, code)).toEqual([])
    expect(filesWith(/\bipcRenderer\b/, code)).toEqual(['src/preload/wires.ts'])
  })
})

describe('E-19: fuses', () => {
  it('E-19: every fuse is set as a release needs it', async () => {
    const { fuses, default: config } = await import('../../build/electron-builder')
    expect(fuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(config.electronFuses).toBe(fuses)
  })

  it('E-19: none of our code needs what a fuse takes away', () => {
    expect(filesWith(/\bfork\(|ELECTRON_RUN_AS_NODE['"]?\s*:/, code)).toEqual([])
  })
})

describe('E-20: what pages are given', () => {
  it('E-20: two preloads expose one frozen object each, and hand out neither channels nor events', () => {
    expect(filesWith(/exposeInMainWorld\(/, code).sort()).toEqual([
      'src/preload/embed.ts',
      'src/preload/index.ts',
    ])
    for (const path of ['src/preload/embed.ts', 'src/preload/index.ts']) {
      expect(textOf(path).match(/exposeInMainWorld\(/g)).toHaveLength(1)
      expect(textOf(path)).toMatch(/exposeInMainWorld\(\s*'yarrow',\s*Object\.freeze\(/)
    }
    expect(
      filesWith(
        /from 'electron'/,
        code.filter(({ path }) => path.startsWith('src/renderer/')),
      ),
    ).toEqual([])
  })
})
