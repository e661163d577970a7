/** Electron's security checklist, E-15: which addresses are handed to the browser. Each test fails when its setting is turned. */
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../src/main/platform/logging/logger'
import { ExternalLinks, isTrustedLink, LINKS } from '../../src/main/platform/security/external-links'
import { HOSTILE_URLS } from '../security/hostile-urls'
import { filesWith, shippedSources } from './sources'

vi.mock('electron', () => ({ shell: { openExternal: () => Promise.reject(new Error('not in a test')) } }))

const code = shippedSources('.ts', '.tsx')

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
      'src/main/integrations/fullscript/connect/open-system-browser.ts',
      'src/main/platform/security/external-links.ts',
    ])
    expect(filesWith(/openPath|showItemInFolder|shell\.beep|writeShortcutLink/, code)).toEqual([])
  })
})
