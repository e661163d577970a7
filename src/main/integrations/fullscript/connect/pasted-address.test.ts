/**
 * Proves that an address is understood as browsers and mail programs give it, that host, port and path are the attempt's
 * own to the letter, and that nothing is followed.
 */
import { describe, expect, it } from 'vitest'
import { queriesOfPastedAddress } from './pasted-address'

const REDIRECT = 'http://127.0.0.1:49152/fullscript/us/callback'
const QUERY = 'code=c&state=s'
const PLAIN = `${REDIRECT}?${QUERY}`

const taken = (pasted: string, redirectUri = REDIRECT) => queriesOfPastedAddress(pasted, redirectUri)

describe('B16: pasted addresses', () => {
  it.each([
    PLAIN,
    PLAIN.replace('http://', ''),
    PLAIN.replace('http:', 'HTTP:'),
    `\u201c${PLAIN}\u201d`,
    `\u200b${PLAIN}`,
    PLAIN.replace('&', '&\n'),
    `\u201e${PLAIN}\u201c`,
    `\u00ab\u00a0${PLAIN}\u00a0\u00bb`,
    `\u2039${PLAIN}\u203a`,
    `\u2018${PLAIN}\u2019.`,
    `"${PLAIN}",`,
    `<${PLAIN}>`,
    `<URL:${PLAIN}>`,
    `&lt;${PLAIN}&gt;`,
    `(${PLAIN}).`,
    `[${PLAIN}]`,
    `\ufeff ${PLAIN}\u2060\r\n`,
    PLAIN.replace('&', '&amp;'),
    PLAIN.replace('&', '&#38;'),
    PLAIN.replace('&', '\r\n  &'),
    PLAIN.replace('&', '\n> > &'),
    PLAIN.replace('callback', 'call\u00adback'),
    PLAIN.replace('callback', 'call=\r\nback'),
    PLAIN.replaceAll('=', '=3D').replace('callback', 'call=\nback'),
  ])('%j', (pasted) => {
    expect(taken(pasted)).toContain(QUERY)
  })

  it('a soft line end inside the code leaves nothing behind, and the other reading is there too', () => {
    expect(taken(`${REDIRECT}?code=a=\nb&state=s`)).toEqual(['code=ab&state=s', 'code=a=b&state=s'])
  })

  it('a code that only looks escaped is read as it stands first', () => {
    expect(taken(`${REDIRECT}?code=3Dabc&state=s`)[0]).toBe('code=3Dabc&state=s')
  })

  it.each([
    PLAIN.replace('49152', '49153'),
    PLAIN.replace(':49152', ''),
    PLAIN.replace('127.0.0.1', 'example.com'),
    PLAIN.replace('127.0.0.1', 'localhost'),
    PLAIN.replace('http:', 'https:'),
    PLAIN.replace('http://', 'http://user@'),
    PLAIN.replace('http://', '//'),
    PLAIN.replace('/us/', '/ca/'),
    PLAIN.replace('/us/', '/US/'),
    PLAIN.replace('callback', '%63allback'),
    `https://safelinks.example/?url=${encodeURIComponent(PLAIN)}`,
    `the address is ${PLAIN}`,
    REDIRECT,
    '',
  ])('nothing else: %j', (pasted) => {
    expect(taken(pasted)).toEqual([])
  })

  it('a link keeps its scheme, in whatever letters', () => {
    const link = 'com.yarrowehr.desktop:/fullscript/us/callback'
    expect(taken(`${link.replace('com', 'COM')}?${QUERY}`, link)).toEqual([QUERY])
    expect(taken(`/fullscript/us/callback?${QUERY}`, link)).toEqual([])
  })
})
