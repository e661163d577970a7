/** Electron's security checklist, part two: what pages load and may do. Each test fails when its setting is turned. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../src/main/logging/logger'
import {
  embedPolicy,
  inlineScriptHashes,
  windowPolicy,
} from '../../src/main/security/content-security-policy'
import { ExternalLinks, isTrustedLink, LINKS } from '../../src/main/security/external-links'
import { reaches, restrictNetwork } from '../../src/main/security/network'
import { permits, restrictPermissions } from '../../src/main/security/permissions'
import { refuseDownloads } from '../../src/main/security/downloads'
import { APP_SCHEME_PRIVILEGES } from '../../src/main/windows/app-origin'
import { rendererFile } from '../../src/main/windows/renderer-files'
import { rendererAnswers } from '../../src/main/windows/serve-renderer'
import { HOSTILE_URLS } from '../security/hostile-urls'
import { filesWith, shippedSources } from './sources'

vi.mock('electron', () => ({ shell: { openExternal: () => Promise.reject(new Error('not in a test')) } }))

const code = shippedSources('.ts', '.tsx')

describe('E-01: only secure content', () => {
  it('E-01: no session reaches an address in clear text, but for a stand-in that was named', () => {
    for (const url of [
      'http://us.fullscript.com/',
      'ws://us.fullscript.com/',
      'ftp://x.example/',
      'file:///etc/passwd',
    ]) {
      expect(reaches({ kind: 'secure', alsoHttp: [] }, url), url).toBe(false)
    }
    const local = { kind: 'secure', alsoHttp: ['http://127.0.0.1:4010'] } as const
    expect(reaches(local, 'http://127.0.0.1:4010/x')).toBe(true)
    expect(reaches(local, 'ws://127.0.0.1:4010/x')).toBe(true)
    for (const url of [
      'http://127.0.0.1:4011/',
      'http://localhost:4010/',
      'http://127.0.0.1:4010@evil.example/',
    ]) {
      expect(reaches(local, url), url).toBe(false)
    }
  })

  it('E-01: our own window reaches no network at all', () => {
    for (const url of ['https://us.fullscript.com/', 'wss://x.example/', ...HOSTILE_URLS]) {
      expect(reaches({ kind: 'app-only' }, url), url).toBe(false)
    }
  })

  it('E-01: the rule is installed for every scheme it is about, and leaves secure addresses alone', () => {
    const filters: { urls: string[] }[] = []
    const verdicts: boolean[] = []
    const session = {
      webRequest: {
        onBeforeRequest: (
          filter: { urls: string[] },
          listener: (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void,
        ) => {
          filters.push(filter)
          listener({ url: 'http://us.fullscript.com/' }, ({ cancel }) => verdicts.push(cancel))
        },
      },
    }
    restrictNetwork(session as never, { kind: 'app-only' })
    restrictNetwork(session as never, { kind: 'secure', alsoHttp: [] })
    expect(verdicts).toEqual([true, true])
    expect(filters[0]?.urls).toEqual(
      expect.arrayContaining(['https://*/*', 'wss://*/*', 'http://*/*', 'file:///*']),
    )
    expect(filters[1]?.urls).toEqual(expect.arrayContaining(['http://*/*', 'ws://*/*']))
    expect(filters[1]?.urls.some((url) => url.startsWith('https') || url.startsWith('wss'))).toBe(false)
  })

  it('E-01: addresses in clear text stand in the code only where a loopback address is meant', () => {
    const found = code.flatMap(({ path, text }) =>
      [...text.matchAll(/['"`](?:http|ws):\/\/([^'"`\s/]*)/g)].map((match) => ({
        path,
        host: match[1] ?? '',
      })),
    )
    const loopback = /^(127\.0\.0\.1|localhost|\[::1\])([:$]|$)/
    const patterns = /^\*?$|^\$\{/
    expect(found.filter(({ host }) => !loopback.test(host) && !patterns.test(host))).toEqual([])
  })
})

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
      'src/main/security/embed-session.ts',
      'src/main/security/harden-sessions.ts',
    ])
    expect(filesWith(/app\.on\('session-created'/, code)).toEqual(['src/main/security/harden-sessions.ts'])
    expect(filesWith(/['"`]persist:/, code)).toEqual([])
  })
})

describe('E-07: content security policy', () => {
  const parse = (policy: string) =>
    new Map(policy.split('; ').map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1)]))

  it.each([
    ['our window', windowPolicy('bm9uY2U=')],
    ['the embed page', embedPolicy(['sha256-YWJj'], 'https://us.fullscript.com')],
  ])('E-07: %s starts from nothing and has no high finding', (_name, policy) => {
    const directives = parse(policy)
    expect(directives.get('default-src')).toEqual(["'none'"])
    for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
      expect(directives.get(name)).toEqual(["'none'"])
    const scripts = directives.get('script-src') ?? ['missing']
    for (const source of scripts) expect(source).toMatch(/^'(self|sha256-[A-Za-z0-9+/=]+)'$/)
    expect(policy).not.toMatch(
      /unsafe-eval|wasm-unsafe-eval|strict-dynamic|\*|https:(?!\/\/)|http:(?!\/\/)|blob:|filesystem:/,
    )
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(policy.split('; ').length).toBe(directives.size)
  })

  it('E-07: our window frames nothing, connects only to itself and takes styles by nonce', () => {
    const directives = parse(windowPolicy('bm9uY2U='))
    expect(directives.get('frame-src')).toEqual(["'none'"])
    expect(directives.get('connect-src')).toEqual(["'self'"])
    expect(directives.get('style-src')).toEqual(["'self'", "'nonce-bm9uY2U='"])
  })

  it('E-07: the embed page frames and calls exactly one origin, and runs exactly its own scripts', () => {
    const html = '<script type="module">run()</script><script src="x.js"></script><script>two()</script>'
    const hashes = inlineScriptHashes(html)
    expect(hashes).toHaveLength(2)
    const directives = parse(embedPolicy(hashes, 'https://us.fullscript.com/ignored?x=1; script-src *'))
    expect(directives.get('frame-src')).toEqual(['https://us.fullscript.com'])
    expect(directives.get('connect-src')).toEqual(['https://us.fullscript.com'])
    expect(directives.get('script-src')).toEqual(hashes.map((hash) => `'${hash}'`))
    expect(parse(embedPolicy([], 'https://us.fullscript.com')).get('script-src')).toEqual(["'none'"])
  })
})

describe('E-15: external links', () => {
  const links = (open: (address: string) => Promise<void>) =>
    new ExternalLinks({ logger: silentLogger, open })

  it('E-15: a link is opened by its name, and every name leads to a trusted https address', async () => {
    const opened: string[] = []
    for (const link of Object.keys(LINKS) as (keyof typeof LINKS)[]) {
      expect(await links((address) => Promise.resolve(void opened.push(address))).openLink(link)).toEqual({
        ok: true,
        value: null,
      })
    }
    expect(opened).toEqual(Object.values(LINKS))
    for (const address of opened) expect(isTrustedLink(address)).toBe(true)
    expect(Object.isFrozen(LINKS)).toBe(true)
  })

  it('E-15: a system without a browser is a failure and no exception', async () => {
    const result = await links(() => Promise.reject(new Error('no browser'))).openLink('fullscript-guide')
    expect(result).toEqual({ ok: false, failure: { code: 'connect-browser' } })
  })

  it('E-15: no hostile address is trusted', () => {
    const trusted = HOSTILE_URLS.filter(isTrustedLink)
    for (const url of trusted)
      expect(url).toMatch(/^https:\/\/(ca\.fullscript\.com|us-snd\.fullscript\.io)\//)
  })

  property.prop(
    [
      fc.oneof(
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        fc.string(),
        fc.constantFrom(...HOSTILE_URLS),
      ),
      fc.string({ maxLength: 5 }),
    ],
    { numRuns: 20_000 },
  )('E-15: over random addresses, only plain https of the known hosts is ever trusted', (url, noise) => {
    for (const address of [url, url + noise, noise + url]) {
      if (!isTrustedLink(address)) continue
      const { protocol, hostname, port, username } = new URL(address)
      expect([protocol, port, username]).toEqual(['https:', '', ''])
      expect(hostname).toMatch(/(^|\.)fullscript\.(com|io|dev)$/)
    }
  })

  it('E-15: the system opener is used in two places only, and never for paths', () => {
    const openers = filesWith(/openExternal\s*\(/, code)
    expect(openers.sort()).toEqual([
      'src/main/fullscript/connect/open-system-browser.ts',
      'src/main/security/external-links.ts',
    ])
    expect(filesWith(/openPath|showItemInFolder|shell\.beep|writeShortcutLink/, code)).toEqual([])
  })
})

describe('E-18: our own scheme instead of file://', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yarrow-renderer-'))
    mkdirSync(join(folder, 'out', 'assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.js'), 'secret')
    writeFileSync(join(folder, 'out', 'index.html'), '<meta nonce="__CSP_NONCE__"><p>Yarrow</p>')
    writeFileSync(join(folder, 'out', 'assets', 'app.js'), 'run()')
    symlinkSync(join(folder, 'secret.js'), join(folder, 'out', 'assets', 'link.js'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const get = async (address: string, method = 'GET') => {
    const response = await rendererAnswers(join(folder, 'out'))(method, address)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  it('E-18: the scheme is standard and secure, and open to no other origin', () => {
    expect(APP_SCHEME_PRIVILEGES).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
      codeCache: true,
    })
    expect(filesWith(/corsEnabled|bypassCSP|allowServiceWorkers/, code)).toEqual([])
    // Only the rule that refuses them names them.
    expect(filesWith(/loadFile\(|['"`]file:/, code)).toEqual(['src/main/security/network.ts'])
  })

  it('E-18: serves files and, for the address of a screen, the page with a nonce of its own', async () => {
    expect(await get('app://yarrow/assets/app.js')).toMatchObject({ status: 200, text: 'run()' })
    const [one, two] = [await get('app://yarrow/'), await get('app://yarrow/patients/1/plan')]
    expect(one.status).toBe(200)
    const nonce = /nonce="([^"]+)"/.exec(one.text)?.[1] ?? ''
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(one.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
    expect(two.text).not.toContain(nonce)
  })

  it('E-18, E-07: every answer forbids guessing its type and names a referrer policy', async () => {
    for (const address of [
      'app://yarrow/',
      'app://yarrow/assets/app.js',
      'app://yarrow/none.js',
      'app://evil/',
    ]) {
      const { headers } = await get(address)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  it('E-18: no path leads out of the folder, in whatever it is wrapped', async () => {
    const out = [
      '../secret.js',
      '..%2fsecret.js',
      '%2e%2e/secret.js',
      '%2e%2e%2fsecret.js',
      '..%5csecret.js',
      '..\\secret.js',
      '%252e%252e%252fsecret.js',
      'assets/../../secret.js',
      'assets/%2e%2e/%2e%2e/secret.js',
      '/etc/passwd',
      '//etc/passwd',
      '%2fetc%2fpasswd',
      'C:/Windows/win.ini',
      'C%3a/win.ini',
      '%5c%5cserver%5cshare',
      'assets/app.js%00.png',
      'assets%00/app.js',
      '.env',
      '.git/config',
      'assets/.hidden.js',
      'assets/link.js',
      '~/secret.js',
      'assets/app.js:stream',
      'assets/app.js.',
      'assets/a/b/c.js',
      '%',
      '%e0%a4%a',
      'index.html/../../secret.js',
      'package.json/..%2f..%2fsecret.js',
    ]
    for (const path of out) {
      const { status, text } = await get(`app://yarrow/${path}`)
      expect(text, path).not.toContain('secret')
      expect(text, path).not.toContain('root:')
      if (status === 200) expect(text, path).toContain('Yarrow')
    }
  })

  it('E-18: answers nothing but reading, and no other host', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await get('app://yarrow/', method)).status).toBe(405)
    for (const address of [
      'app://evil/',
      'app://yarrow.evil/',
      'app://yarrow:1/',
      'app://x@yarrow/',
      'https://yarrow/',
    ]) {
      expect((await get(address)).status, address).toBe(403)
    }
  })

  property.prop(
    [
      fc.array(
        fc.oneof(
          fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', 'assets', 'secret.js', '', '%00'),
          fc.string({ maxLength: 6 }),
        ),
        { maxLength: 6 },
      ),
    ],
    { numRuns: 5_000 },
  )('E-18: over random paths, a file is named by plain segments only', (parts) => {
    const found = rendererFile('GET', `app://yarrow/${parts.join('/')}`)
    if (found.kind === 'file') {
      for (const segment of found.segments) expect(segment).toMatch(/^[A-Za-z0-9_@-][A-Za-z0-9_.@-]*$/)
    }
  })
})
