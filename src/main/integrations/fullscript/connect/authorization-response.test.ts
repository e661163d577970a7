/** Proves how the query of an answer is read: once, strictly, to one of three kinds, whatever is in it. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { LONGEST_QUERY, parseAuthorizationResponse as parse } from './authorization-response'

const malformed = (why: string) => ({ kind: 'malformed', why })

describe('well-formed answers', () => {
  it('a code', () => {
    expect(parse('code=abc&state=xyz')).toEqual({ kind: 'code', code: 'abc', state: 'xyz', issuer: null })
  })

  it('an error; its description and its address are not kept (F-118)', () => {
    expect(parse('error=access_denied&error_description=No+thanks&error_uri=javascript:1&state=x')).toEqual({
      kind: 'error',
      error: 'access_denied',
      state: 'x',
      issuer: null,
    })
  })

  it('R-9207-01: the issuer is form-decoded and otherwise left alone', () => {
    expect(parse('code=a&state=b&iss=https%3A%2F%2Fas.example%2F')).toMatchObject({
      issuer: 'https://as.example/',
    })
  })

  it('F-112: a code beside an error is an error', () => {
    expect(parse('code=a&error=server_error&state=b')).toMatchObject({ kind: 'error', error: 'server_error' })
  })

  it('R-6749-06: no assumption about the size of a code up to the limit', () => {
    for (const length of [1, 43, 4096, LONGEST_QUERY - 'code=&state=x'.length])
      expect(parse(`code=${'a'.repeat(length)}&state=x`)).toMatchObject({
        kind: 'code',
        code: 'a'.repeat(length),
      })
  })
})

describe('R-6749-02: empty is omitted, twice is refused', () => {
  it.each(['code', 'state', 'iss', 'error'])('%s twice', (name) => {
    expect(parse(`code=a&state=b&${name}=c&${name}=c`)).toEqual(malformed('repeated'))
    expect(parse(`code=a&state=b&${name}&${name}=c`)).toEqual(malformed('repeated'))
  })

  it('F-113: an encoded name counts as the same name', () => {
    expect(parse('code=a&state=b&c%6Fde=c')).toEqual(malformed('repeated'))
  })

  it('F-113: an empty code, a missing code, an empty state, a missing state', () => {
    expect(parse('code=&state=b')).toEqual(malformed('no-answer'))
    expect(parse('code&state=b')).toEqual(malformed('no-answer'))
    expect(parse('state=b')).toEqual(malformed('no-answer'))
    expect(parse('code=a&state=')).toEqual(malformed('no-state'))
    expect(parse('code=a')).toEqual(malformed('no-state'))
    expect(parse('')).toEqual(malformed('no-state'))
  })

  it('an empty error is no error', () => {
    expect(parse('error=&code=a&state=b').kind).toBe('code')
  })
})

describe('bounds and encoding', () => {
  it('F-109: 8 KiB are read, one more character is not', () => {
    expect(parse('code=a&state=b&x='.padEnd(LONGEST_QUERY, 'x')).kind).toBe('code')
    expect(parse('code=a&state=b&x='.padEnd(LONGEST_QUERY + 1, 'x'))).toEqual(malformed('length'))
    expect(parse(`code=${'a'.repeat(65_536)}&state=b`)).toEqual(malformed('length'))
    expect(parse(`code=a&state=b${'&x=1'.repeat(10_000)}`)).toEqual(malformed('length'))
  })

  it.each([
    '%',
    '%z',
    '%zz',
    '%c0%af',
    '%ed%a0%80',
    '%00',
    '%0d%0aSet-Cookie',
    '%E2%80%AE',
    '%ff',
    '\u00e9',
    '#x',
    ' ',
    '\0',
  ])('F-110: %j is refused in what is used, and spoils nothing elsewhere', (bad) => {
    for (const query of [
      `code=a${bad}&state=b`,
      `code=a&state=b${bad}`,
      `code=a&state=b&iss=${bad}`,
      `error=${bad}&state=b`,
    ])
      expect(parse(query)).toEqual(malformed('encoding'))
    for (const name of ['error_description', 'error_uri', 'hint'])
      expect(parse(`code=a&${name}=${bad}&state=b`)).toMatchObject({ kind: 'code', code: 'a', state: 'b' })
    expect(parse(`${bad}=1&code=a&state=b`)).toMatchObject({ kind: 'code', code: 'a', state: 'b' })
  })

  it('F-110: what the standard does not allow in the four that matter is refused', () => {
    for (const name of ['code', 'state', 'iss', 'error'])
      expect(
        parse(`code=a&state=b&iss=c&error=d`.replace(new RegExp(`\\b${name}=.`), `${name}=%C3%A9`)),
      ).toEqual(malformed('encoding'))
    expect(parse('code=a+b&state=c')).toEqual(malformed('encoding'))
  })
})

describe('B15: what is never used cannot spoil an answer', () => {
  it.each([
    'error=access_denied&error_description=declined.%0D%0ATrace+1&state=STATE',
    'error=access_denied&error_description=refus%E9&state=STATE',
    'error=access_denied&error_description=a&error_description=b&error_uri=%&state=STATE',
  ])('denied: %s', (query) => {
    expect(parse(query)).toEqual({ kind: 'error', error: 'access_denied', state: 'STATE', issuer: null })
  })

  it.each([
    'code=c1&hint=caf%E9&state=STATE',
    'code=c1&hint=a%0Ab&state=STATE',
    'code=c1&hint=%E2%80%8F&state=STATE',
    'code=c1&hint=caf\u00e9&state=STATE',
    'code=c1&100%&state=STATE',
  ])('taken: %s', (query) => {
    expect(parse(query)).toEqual({ kind: 'code', code: 'c1', state: 'STATE', issuer: null })
  })

  it.each([
    'code=c%0A1&state=STATE',
    'code=c1&code=c2&state=STATE',
    'code=c1&state=STA%E9TE',
    'code=c1&iss=a%20b&state=STATE',
  ])('still refused: %s', (query) => {
    expect(parse(query).kind).toBe('malformed')
  })
})

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const known = new Set(['code', 'state', 'iss', 'error'])

test.prop([fc.array(fc.tuple(word, word), { maxLength: 100 })])(
  'R-6749-03: a hundred unknown parameters change nothing',
  (extra) => {
    const unknown = extra.filter(([name]) => !known.has(name))
    const query = `code=abc&${new URLSearchParams(unknown).toString()}&state=xyz`
    fc.pre(query.length <= LONGEST_QUERY)
    expect(parse(query)).toEqual({ kind: 'code', code: 'abc', state: 'xyz', issuer: null })
  },
)

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'R-6749-03: %s is only a name',
  (name) => {
    expect(parse(`${name}=1&code=abc&state=xyz&${name}=2`).kind).toBe('code')
  },
)

test.prop([fc.string({ unit: 'binary', maxLength: 200 })])('never throws', (query) => {
  expect(['code', 'error', 'malformed']).toContain(parse(query).kind)
})
