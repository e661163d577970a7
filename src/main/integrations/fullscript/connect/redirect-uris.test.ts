/** Proves that the redirect addresses of every environment and way back are ones that Fullscript can hold to exactly. */
import { expect, test } from 'vitest'
import { environmentSchema, wayBackSchema } from '../../../../shared/contract/fullscript'
import { callbackPath } from '../../../../shared/deep-link'
import { LINK_SCHEME } from '../../../../shared/link-scheme'
import { DEFAULT_LOOPBACK_PORTS, pasteRedirectUri, redirectUris } from './redirect-uris'

const each = environmentSchema.options.flatMap((environment) =>
  wayBackSchema.options.flatMap((wayBack) =>
    [[], [49_152, 49_153]].map((loopbackPorts) => ({ environment, wayBack, loopbackPorts })),
  ),
)

test.each(each)('R-DK-11, R-6749-01: no user information, query or fragment, and one path: %o', (chosen) => {
  const addresses = [...redirectUris(chosen), pasteRedirectUri(chosen)]
  expect(redirectUris(chosen).length).toBeGreaterThan(0)
  for (const address of addresses) {
    const url = new URL(address)
    expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', ''])
    expect(url.pathname).toBe(callbackPath(chosen.environment))
    // As a server that compares bytes has it: nothing is written in two ways.
    expect(url.href).toBe(address)
  }
})

test.each(each)('R-9700-08, R-8252-02: plain http goes to the loopback literal only: %o', (chosen) => {
  for (const address of [...redirectUris(chosen), pasteRedirectUri(chosen)]) {
    const { protocol, hostname } = new URL(address)
    if (protocol === 'http:') expect(hostname).toBe('127.0.0.1')
    else expect(protocol).toBe(`${LINK_SCHEME}:`)
  }
})

test('R-9207-04: no two environments have an address in common', () => {
  const all = environmentSchema.options.flatMap((environment) =>
    redirectUris({ environment, wayBack: 'loopback', loopbackPorts: [49_152] }),
  )
  expect(new Set(all).size).toBe(all.length)
})

test('by default two fixed addresses are registered, below the ports that systems hand out by themselves', () => {
  const addresses = redirectUris({
    environment: 'us',
    wayBack: 'loopback',
    loopbackPorts: [...DEFAULT_LOOPBACK_PORTS],
  })
  expect(addresses).toEqual([
    'http://127.0.0.1:28471/fullscript/us/callback',
    'http://127.0.0.1:28571/fullscript/us/callback',
  ])
  for (const port of DEFAULT_LOOPBACK_PORTS) expect(port).toBeLessThan(32_768)
})
