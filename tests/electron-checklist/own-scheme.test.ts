/** Electron's security checklist, E-18: our own scheme instead of file://. Each test fails when its setting is turned. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_SCHEME_PRIVILEGES } from '../../src/main/platform/windows/app-origin'
import { rendererFile } from '../../src/main/platform/windows/renderer-files'
import { rendererAnswers, type FirstLook } from '../../src/main/platform/windows/serve-renderer'
import { filesWith, shippedSources } from './sources'

const code = shippedSources('.ts', '.tsx')

const PAGE =
  '<html data-scheme="__COLOR_SCHEME__"><meta nonce="__CSP_NONCE__">' +
  '<!--first-screen--><form></form><!--/first-screen--><p>Yarrow</p>'

describe('E-18: our own scheme instead of file://', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yarrow-renderer-'))
    mkdirSync(join(folder, 'out', 'assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.js'), 'secret')
    writeFileSync(join(folder, 'out', 'index.html'), PAGE)
    writeFileSync(join(folder, 'out', 'assets', 'app.js'), 'run()')
    symlinkSync(join(folder, 'secret.js'), join(folder, 'out', 'assets', 'link.js'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const get = async (address: string, method = 'GET', look: FirstLook = { dark: false, signIn: false }) => {
    const response = await rendererAnswers(join(folder, 'out'), () => look)(method, address)
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
    expect(filesWith(/loadFile\(|['"`]file:/, code)).toEqual(['src/main/platform/security/network.ts'])
  })

  it('the page is drawn in the colours of now, and with the sign-in screen where that is expected', async () => {
    const drawn = (look: FirstLook) => get('app://yarrow/', 'GET', look).then(({ text }) => text)
    expect(await drawn({ dark: true, signIn: true })).toMatch(/<html data-scheme="dark">.*<form><\/form>/)
    const bare = await drawn({ dark: false, signIn: false })
    expect(bare).toContain('<html data-scheme="light">')
    expect(bare).not.toContain('form')
    expect(bare).toContain('<p>Yarrow</p>')
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
