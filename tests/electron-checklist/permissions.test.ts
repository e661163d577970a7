/** Electron's security checklist, E-05: what a page may ask of the system, downloads with it. Each test fails when its setting is turned. */
import { describe, expect, it, vi } from 'vitest'
import { permits, restrictPermissions } from '../../src/main/platform/security/permissions'
import { refuseDownloads } from '../../src/main/platform/security/downloads'
import { HOSTILE_URLS } from '../security/hostile-urls'
import { filesWith, shippedSources } from './sources'

const code = shippedSources('.ts', '.tsx')

describe('E-05: permissions', () => {
  const everything = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'local-fonts',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'usb',
    'window-management',
    'unknown',
    'fileSystem',
    'keyboardLock',
    'loopback-network',
    'local-network',
    'local-network-access',
    'persistent-storage',
    'deprecated-sync-clipboard-read',
  ]
  type Handlers = Record<string, (...args: unknown[]) => unknown>
  const handlersOf = (options?: Parameters<typeof restrictPermissions>[1]) => {
    const handlers: Handlers = {}
    const session = new Proxy(
      {},
      { get: (_target, name) => (handler: Handlers[string]) => (handlers[String(name)] = handler) },
    )
    restrictPermissions(session as never, options)
    return handlers
  }
  const granted = (handlers: Handlers, url: string) =>
    everything.filter((permission) => {
      let requested: unknown
      handlers.setPermissionRequestHandler?.(null, permission, (given: unknown) => (requested = given), {
        requestingUrl: url,
      })
      const checked = handlers.setPermissionCheckHandler?.(null, permission, url, {})
      expect(requested).toBe(checked)
      return requested
    })

  it('E-05: all six handlers are set, and by default each refuses everything', () => {
    const handlers = handlersOf()
    expect(Object.keys(handlers).sort()).toEqual([
      'setBluetoothPairingHandler',
      'setDevicePermissionHandler',
      'setDisplayMediaRequestHandler',
      'setPermissionCheckHandler',
      'setPermissionRequestHandler',
      'setUSBProtectedClassesHandler',
    ])
    expect(granted(handlers, 'app://yarrow/')).toEqual([])
    expect(handlers.setDevicePermissionHandler?.({})).toBe(false)
    let streams: unknown = 'none yet'
    handlers.setDisplayMediaRequestHandler?.({}, (answer: unknown) => (streams = answer))
    expect(streams).toBeNull()
    let pairing: unknown
    handlers.setBluetoothPairingHandler?.({}, (answer: unknown) => (pairing = answer))
    expect(pairing).toEqual({ confirmed: false })
  })

  it("E-05, F-803: Fullscript's frame may copy text, and neither more nor anybody else", () => {
    const origin = 'https://us.fullscript.com'
    const handlers = handlersOf({ copyOrigin: origin, localNetwork: false })
    expect(granted(handlers, `${origin}/plans`)).toEqual(['clipboard-sanitized-write'])
    for (const url of [...HOSTILE_URLS, 'https://app.yarrow.localhost/'])
      expect(granted(handlers, url)).toEqual([])
    expect(permits('clipboard-sanitized-write', undefined, origin)).toBe(false)
  })

  it('E-05: a stand-in on loopback may be reached, where Chromium asks for that', () => {
    const handlers = handlersOf({ copyOrigin: 'http://127.0.0.1:4010', localNetwork: true })
    expect(granted(handlers, 'https://app.yarrow.localhost/')).toEqual([
      'loopback-network',
      'local-network-access',
    ])
  })

  it('F-804: every download is cancelled', () => {
    const listeners: ((event: { preventDefault: () => void }) => void)[] = []
    const refused = vi.fn()
    refuseDownloads({ on: (_name: string, listener: never) => listeners.push(listener) } as never, refused)
    const preventDefault = vi.fn()
    for (const listener of listeners) listener({ preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(refused).toHaveBeenCalledOnce()
  })

  it('E-05: every session is hardened where it is made', () => {
    const makers = filesWith(/session\.(fromPartition|fromPath|defaultSession)/, code)
    expect(makers.sort()).toEqual([
      'src/main/platform/security/embed-session.ts',
      'src/main/platform/security/fullscript-session.ts',
      'src/main/platform/security/harden-sessions.ts',
    ])
    expect(filesWith(/app\.on\('session-created'/, code)).toEqual([
      'src/main/platform/security/harden-sessions.ts',
    ])
    expect(filesWith(/['"`]persist:/, code)).toEqual([])
  })
})
