/** Electron's security checklist, E-01: no address in clear text, and no network at all for our own window. Each test fails when its setting is turned. */
import { describe, expect, it } from 'vitest'
import { reaches, restrictNetwork } from '../../src/main/platform/security/network'
import { HOSTILE_URLS } from '../security/hostile-urls'
import { shippedSources } from './sources'

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

  it("E-01: main's own calls reach a stand-in on this computer at any port, and nobody else in clear text", () => {
    const calls = { kind: 'secure', alsoHttp: 'loopback' } as const
    for (const url of ['http://127.0.0.1:4010/api', 'http://localhost:1234/', 'http://[::1]:8080/'])
      expect(reaches(calls, url), url).toBe(true)
    for (const url of [
      'http://us.fullscript.com/',
      'http://127.0.0.1.evil.example/',
      'http://localhost@evil.example/',
    ])
      expect(reaches(calls, url), url).toBe(false)
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
    // What FHIR calls code systems by begins with http, and is a name and no address.
    const addresses = code.filter(({ path }) => path !== 'src/shared/code-systems.ts')
    const found = addresses.flatMap(({ path, text }) =>
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
