/** Proves: an authenticator's codes are those of RFC 6238, work within one step, once, and never backwards. */
import { expect, test } from 'vitest'
import { base32, matchingStep, newTotpSecret, otpauthUri, stepAt, totpAt } from './totp'

const SECRET = Buffer.from('12345678901234567890')

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238, appendix B: %d s gives %s', (seconds, code) => {
  expect(totpAt(SECRET, stepAt(seconds * 1000))).toBe(code)
})

test('164.312(d), 170.315(d)(13): one step earlier or later is taken, two are not', () => {
  const now = 1_234_567_890_000
  const step = stepAt(now)
  const taken = [-2, -1, 0, 1, 2].map((offset) => matchingStep(SECRET, totpAt(SECRET, step + offset), now, 0))
  expect(taken).toEqual([null, step - 1, step, step + 1, null])
})

test('164.312(d), S-27: no code works twice, and a clock that was set back brings none back', () => {
  const now = 1_234_567_890_000
  const step = stepAt(now)
  const code = totpAt(SECRET, step)
  expect(matchingStep(SECRET, code, now, step)).toBeNull()
  expect(matchingStep(SECRET, code, now + 30_000, step)).toBeNull()
  for (const back of [1, 60, 24 * 60]) {
    const earlier = now - back * 60_000
    expect(matchingStep(SECRET, totpAt(SECRET, stepAt(earlier)), earlier, step)).toBeNull()
  }
  expect(matchingStep(SECRET, totpAt(SECRET, step + 1), now + 30_000, step)).toBe(step + 1)
})

test('what is typed may have a blank in it, and nothing else', () => {
  const code = totpAt(SECRET, 5)
  expect(matchingStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, 150_000, 0)).toBe(5)
  for (const wrong of ['', code.slice(1), `${code}0`, `-${code}`]) {
    expect(matchingStep(SECRET, wrong, 150_000, 0)).toBeNull()
  }
})

test('the secret is 160 random bits, and its base 32 and address are what an authenticator reads', () => {
  expect(newTotpSecret()).toHaveLength(20)
  expect(newTotpSecret()).not.toEqual(newTotpSecret())
  expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(base32(Buffer.from('f'))).toBe('MY')
  expect(otpauthUri(SECRET, 'Yarrow', 'zoë k')).toBe(
    'otpauth://totp/Yarrow:zo%C3%AB%20k?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Yarrow&algorithm=SHA1&digits=6&period=30',
  )
})
