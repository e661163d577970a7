/** Electron's security checklist, E-07: what a page may load and run. Each test fails when its setting is turned. */
import { describe, expect, it } from 'vitest'
import {
  embedPolicy,
  inlineScriptHashes,
  windowPolicy,
} from '../../src/main/platform/security/content-security-policy'

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
