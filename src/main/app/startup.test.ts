/** Proves what a start listens to, what a release refuses, and that there is one Yarrow for each set of records (F-205, F-211, F-906). */
import { describe, expect, it, vi } from 'vitest'
import { dangerousSwitches } from './command-line'
import { dangerousVariables, readEnvironment } from './environment'
import { takeSingleInstanceLock } from './single-instance'

const variables = {
  YARROW_USER_DATA: '/records',
  YARROW_DEMO: '1',
  YARROW_LOCAL_FULLSCRIPT: 'http://127.0.0.1:4010/base?x=1',
  YARROW_BROWSER: '["browser","--new"]',
  YARROW_TEST: '1',
  YARROW_QUICK_KEYS: '1',
}

describe('the environment', () => {
  it('F-906: a release reads nothing of it', () => {
    expect(readEnvironment({ packaged: true, testPackage: false, variables })).toMatchObject({
      build: 'release',
      userData: null,
      demo: false,
      localFullscript: null,
      browser: null,
      testHooks: false,
      quickKeys: false,
    })
  })

  it('F-714: only a test gets cheap keys, and only where it asks for them', () => {
    const quick = (asked: Record<string, string>, packaged = false) =>
      readEnvironment({ packaged, testPackage: false, variables: asked }).quickKeys
    expect(quick({ YARROW_TEST: '1', YARROW_QUICK_KEYS: '1' })).toBe(true)
    expect(quick({ YARROW_QUICK_KEYS: '1' })).toBe(false)
    expect(quick({ YARROW_TEST: '1' })).toBe(false)
    expect(quick({ YARROW_TEST: '1', YARROW_QUICK_KEYS: '1' }, true)).toBe(false)
  })

  it('development and test packages do', () => {
    const read = {
      userData: '/records',
      demo: true,
      localFullscript: 'http://127.0.0.1:4010',
      browser: ['browser', '--new'],
    }
    expect(readEnvironment({ packaged: false, testPackage: false, variables })).toMatchObject({
      build: 'test',
      ...read,
    })
    expect(readEnvironment({ packaged: true, testPackage: true, variables: {} })).toMatchObject({
      build: 'test',
      demo: false,
    })
    expect(readEnvironment({ packaged: false, testPackage: false, variables: {} })).toMatchObject({
      build: 'development',
      demo: false,
    })
  })

  it('a stand-in is on this computer, or reached by https', () => {
    const local = (address: string) =>
      readEnvironment({
        packaged: false,
        testPackage: false,
        variables: { YARROW_LOCAL_FULLSCRIPT: address },
      }).localFullscript
    for (const address of [
      'http://localhost:1',
      'http://sim.localhost:1',
      'http://[::1]:1',
      'https://sandbox.example',
    ]) {
      expect(local(address)).toBe(address)
    }
    for (const address of [
      'http://sandbox.example',
      'http://127.0.0.1.evil.example',
      'ftp://127.0.0.1',
      'x',
      '',
    ]) {
      expect(local(address), address).toBeNull()
    }
  })

  it('a browser is one command, or a list; anything else is none', () => {
    const browser = (text: string) =>
      readEnvironment({ packaged: false, testPackage: false, variables: { YARROW_BROWSER: text } }).browser
    expect(browser('/usr/bin/browser')).toEqual(['/usr/bin/browser'])
    for (const text of ['[]', '[1]', '[', '']) expect(browser(text), text).toBeNull()
  })

  it('F-906: variables that make Chromium or Node write secrets are found', () => {
    expect(dangerousVariables({ SSLKEYLOGFILE: '/keys', NODE_DEBUG: '', HOME: '/home/x' })).toEqual([
      'SSLKEYLOGFILE',
    ])
    expect(dangerousVariables({ NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '/ca.pem' })).toEqual(
      ['NODE_TLS_REJECT_UNAUTHORIZED'],
    )
    expect(dangerousVariables({ ELECTRON_ENABLE_LOGGING: '1', NODE_DEBUG: 'http' }).sort()).toEqual([
      'ELECTRON_ENABLE_LOGGING',
      'NODE_DEBUG',
    ])
  })
})

describe('the command line', () => {
  it('F-906: finds the debuggers, the loggers and the switches that turn walls off', () => {
    const given = [
      'remote-debugging-port',
      'inspect',
      'enable-logging',
      'v',
      'log-net-log',
      'no-sandbox',
      'disable-web-security',
      'ignore-certificate-errors',
      'host-resolver-rules',
      'load-extension',
    ]
    expect(dangerousSwitches((name) => given.includes(name)).sort()).toEqual([...given].sort())
    expect(
      dangerousSwitches((name) =>
        ['force-device-scale-factor', 'lang', 'proxy-server', 'ozone-platform'].includes(name),
      ),
    ).toEqual([])
  })
})

describe('the single instance', () => {
  const app = (alone: boolean) => {
    const listeners: ((...args: unknown[]) => void)[] = []
    return {
      listeners,
      requestSingleInstanceLock: vi.fn(() => alone),
      on: vi.fn((_name: string, listener: (...args: unknown[]) => void) => listeners.push(listener)),
    }
  }

  it('F-205: hands over what the second start sent, and not the arguments that Electron mixed', () => {
    const first = app(true)
    const received = vi.fn()
    expect(takeSingleInstanceLock(first as never, ['yarrow', 'link'], received)).toBe(true)
    expect(first.requestSingleInstanceLock).toHaveBeenCalledWith({ argv: ['yarrow', 'link'] })
    first.listeners[0]?.({}, ['--secure-schemes=app', 'mixed'], '/', { argv: ['their', 'own'] })
    expect(received).toHaveBeenCalledExactlyOnceWith({ argv: ['their', 'own'] })
  })

  it('F-211: the second one listens to nothing', () => {
    const second = app(false)
    expect(takeSingleInstanceLock(second as never, [], vi.fn())).toBe(false)
    expect(second.on).not.toHaveBeenCalled()
  })
})
