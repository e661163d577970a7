/**
 * Proves that the grammar of our links takes exactly the links that Fullscript can send and nothing near them:
 * a table of cases, a round trip, and random text.
 */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { environmentSchema } from './contract/fullscript'
import { buildDeepLink, callbackPath, parseDeepLink } from './deep-link'
import { LINK_SCHEME, LONGEST_LINK } from './link-scheme'

const right = `${LINK_SCHEME}:/fullscript/us-snd/callback`

describe('links that are ours', () => {
  it.each([
    [`${right}?code=abc&state=xyz`, 'us-snd', 'code=abc&state=xyz'],
    [
      `${LINK_SCHEME}:/fullscript/ca/callback?error=access_denied&state=x`,
      'ca',
      'error=access_denied&state=x',
    ],
    [`${right}?code=a%2Bb&state=x`, 'us-snd', 'code=a%2Bb&state=x'],
    [`${right}?anything=/?:@!$&'()*+,;=-._~`, 'us-snd', "anything=/?:@!$&'()*+,;=-._~"],
  ])('%s', (text, environment, query) => {
    expect(parseDeepLink(text)).toEqual({ kind: 'authorization-response', environment, query })
  })
})

describe('F-201: what only looks like a link of ours', () => {
  it.each([
    ['empty', ''],
    ['another scheme', 'https://example.com/fullscript/us-snd/callback?code=a'],
    ['a scheme that ends like ours', `x${right}?code=a`],
    ['a scheme that begins like ours', `${LINK_SCHEME}.evil:/fullscript/us-snd/callback?code=a`],
    ['any character where the scheme has a dot', `${right.replace('.', 'x')}?code=a`],
    ['the scheme in other case', `${right.toUpperCase()}?code=a`],
    ['opaque', `${LINK_SCHEME}:fullscript/us-snd/callback?code=a`],
    ['two slashes', `${LINK_SCHEME}://fullscript/us-snd/callback?code=a`],
    ['three slashes', `${LINK_SCHEME}:///fullscript/us-snd/callback?code=a`],
    ['a host', `${LINK_SCHEME}://evil.example/fullscript/us-snd/callback?code=a`],
    ['a port', `${LINK_SCHEME}://:80/fullscript/us-snd/callback?code=a`],
    ['user information', `${LINK_SCHEME}://a:b@h/fullscript/us-snd/callback?code=a`],
    ['a fragment', `${right}?code=a#b`],
    ['an empty fragment', `${right}?code=a#`],
    ['backslashes', `${LINK_SCHEME}:\\fullscript\\us-snd\\callback?code=a`],
    ['a backslash in the query', `${right}?code=a\\b`],
    ['a NUL character', `${right}?code=a\0`],
    ['half a percent code', `${right}?code=%`],
    ['a percent code that is none', `${right}?code=%zz`],
    ['a space', `${right}?code=a b`],
    ['a quote and a switch', `${right}?code=a" --gpu-launcher=calc`],
    ['a line break at the end', `${right}?code=a\n`],
    ['non-ASCII', `${right}?code=é`],
    ['no query', right],
    ['an empty query', `${right}?`],
    ['two megabytes', `${right}?code=${'a'.repeat(2_000_000)}`],
    ['one character too long', `${right}?code=`.padEnd(LONGEST_LINK + 1, 'a')],
  ])('%s', (_name, text) => {
    expect(parseDeepLink(text)).toEqual({ kind: 'unrecognised' })
  })

  it('the longest link is still taken', () => {
    expect(parseDeepLink(`${right}?code=`.padEnd(LONGEST_LINK, 'a')).kind).toBe('authorization-response')
  })
})

describe('F-202: the right scheme with another path opens nothing', () => {
  it.each([
    '/fullscript/us-snd/evil',
    '/fullscript/us-snd/callback/',
    '/fullscript/us-snd/callback/..',
    '/fullscript/us-snd/%63allback',
    '/fullscript//callback',
    '/fullscript/mars/callback',
    '/fullscript/US-SND/callback',
    '/settings/reset',
    '/',
  ])('%s', (path) => {
    expect(parseDeepLink(`${LINK_SCHEME}:${path}?code=a&state=b`)).toEqual({ kind: 'unrecognised' })
  })
})

describe('building', () => {
  it.each(environmentSchema.options)(
    'R-9207-04: %s has a path of its own and comes back as itself',
    (environment) => {
      const link = buildDeepLink(environment, 'code=a&state=b')
      expect(parseDeepLink(link)).toEqual({
        kind: 'authorization-response',
        environment,
        query: 'code=a&state=b',
      })
    },
  )

  it('R-9207-04: no two environments share a path', () => {
    const paths = environmentSchema.options.map(callbackPath)
    expect(new Set(paths).size).toBe(environmentSchema.options.length)
  })

  it('R-8252-06, F-211: the scheme is a reverse domain name with a single slash', () => {
    expect(LINK_SCHEME).toMatch(/^[a-z]+(\.[a-z]+){2,}$/)
    expect(buildDeepLink('us')).toBe(`${LINK_SCHEME}:/fullscript/us/callback`)
  })
})

test.prop([
  fc.constantFrom(...environmentSchema.options),
  fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }),
])('whatever a server form-encodes comes back unchanged', (environment, parameters) => {
  const query = new URLSearchParams(parameters).toString()
  fc.pre(query.length < 4000)
  expect(parseDeepLink(buildDeepLink(environment, query))).toEqual({
    kind: 'authorization-response',
    environment,
    query,
  })
})

test.prop([fc.string({ unit: 'binary', maxLength: 300 })])('never throws', (text) => {
  expect(parseDeepLink(text).kind).toBe('unrecognised')
  expect(parseDeepLink(`${right}?${text}`).kind).toMatch(/unrecognised|authorization-response/)
})
