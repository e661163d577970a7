/**
 * Proves that nothing that looks like a secret or a person survives redaction, whatever it is wrapped in, and that
 * text under an unknown field name is withheld (F-806, F-901, F-902, F-905).
 */
import { describe, expect, it } from 'vitest'
import { Redactor, WITHHELD } from './redact'

const redactor = new Redactor(['/home/rosalind'])

const secrets = {
  accessToken: 'dGhpcyBpcyBub3QgYSByZWFsIHRva2Vu-8f3Kd02_bQ',
  doorkeeper: 'Zk3Jq0vB7n2XcR9tLwYp5sHdA1fGuE8oMi4TzKxNb6C',
  hex: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  grant: 'yLGAfKq3b2T7LZufJRII81nVCX0b4mpKpBVL9s2cZiEchU00',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  key: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
}

const wrappings: ((secret: string) => string)[] = [
  (s) => `Authorization: Bearer ${s}`,
  (s) =>
    `https://us.fullscript.com/api/embeddable/session/embed/entry?data_token=a&secret_token=${s}&public_key=p`,
  (s) => `Failed to load URL: http://127.0.0.1:4010/x?secret_token=${s} with error: ERR_CONNECTION_REFUSED`,
  (s) => `yarrow://oauth/callback?code=${s}&state=x1`,
  (s) => `com.example.yarrow:/oauth/callback#code=${s}`,
  (s) => `{"oauth":{"access_token":"${s}","refresh_token":"${s}"}}`,
  (s) => `client_secret=${s}`,
  (s) => `{ clientSecret: '${s}', refreshToken: "${s}" }`,
  (s) => `code ${s} was refused`,
  (s) => `state: ${s}`,
  (s) => `https://user:${s}@api-us.fullscript.io/api/clinic`,
  (s) => `PRAGMA key = "x'${s}'"`,
  (s) => `Cookie: _session=${s}; path=/`,
  (s) => `line one\n${s}\nline three`,
]

describe('secrets', () => {
  for (const [name, secret] of Object.entries(secrets)) {
    it(`F-901: ${name} never survives`, () => {
      for (const wrap of wrappings) {
        const clean = redactor.text(wrap(secret))
        expect(clean, wrap('…')).not.toContain(secret)
        for (const part of secret.split('.')) expect(clean, wrap('…')).not.toContain(part)
      }
    })
  }

  it('F-901: short values go too, where their name says what they are', () => {
    for (const text of [
      'code=a1b2',
      '"state":"zz9"',
      'password: hunter2',
      'passphrase=correct horse',
      'client_secret: "x y z"',
    ]) {
      const value = /(?:a1b2|zz9|hunter2|correct|x y z)/
      expect(redactor.text(text)).not.toMatch(value)
    }
  })

  it('F-806: an address keeps host and path and loses everything behind them', () => {
    expect(redactor.text('at https://us.fullscript.com/embed/entry?secret_token=abc#frag now')).toBe(
      'at https://us.fullscript.com/embed/entry?[secret] now',
    )
  })

  it('takes out e-mail addresses, telephone numbers and the home folder', () => {
    const clean = redactor.text(
      'rosalind@example.org called +1 202 555 0123 from /home/rosalind/.config/Yarrow',
    )
    expect(clean).toBe('[e-mail] called [phone] from ~/.config/Yarrow')
  })

  it('F-905: leaves no line break, escape or direction mark, and bounds the length', () => {
    const clean = redactor.text(`a\r\nb\u001b[31mc\u202ed\u2028e${'x y '.repeat(100_000)}`)
    expect(clean).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
    expect(clean.length).toBeLessThan(2_100)
  })

  it('leaves plain sentences readable', () => {
    const plain = 'The token keeper refreshed once for 4 callers in register-bridge.ts'
    expect(redactor.text(plain)).toBe(plain)
  })
})

describe('fields', () => {
  it('withholds text under names that are not on the list, such as a patient name', () => {
    expect(
      redactor.fields({ patientName: 'Ada Moss', givenName: 'Ada', step: 'exchange', attempts: 2 }),
    ).toEqual({
      patientName: WITHHELD,
      givenName: WITHHELD,
      step: 'exchange',
      attempts: 2,
    })
  })

  it('keeps ids and drops what is undefined', () => {
    const personId = '1f0e6c9a-2f55-4a54-8a52-0d1f5f0c4a11'
    expect(redactor.fields({ personId, code: undefined })).toEqual({ personId })
  })
})

describe('errors', () => {
  it('F-902: an error keeps name, code, clean text and places, and none of its properties', () => {
    const error = Object.assign(
      new Error(`request failed: Bearer ${secrets.accessToken}`, { cause: new TypeError(secrets.grant) }),
      {
        code: 'ECONNRESET',
        config: { headers: { authorization: `Bearer ${secrets.doorkeeper}` } },
        response: { body: secrets.jwt },
      },
    )
    const text = JSON.stringify(redactor.error(error))
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    expect(redactor.error(error)).toMatchObject({ name: 'Error', code: 'ECONNRESET', cause: 'TypeError' })
    expect(redactor.error(error).at).toMatch(/redact\.test\.ts:\d+:\d+/)
  })

  it('says only the type of what is not an error', () => {
    expect(redactor.error(secrets.grant)).toEqual({ name: 'string' })
  })
})
