/**
 * Proves that main and a page agree on keys that nobody else has, each with its own platform's means, that a page that is
 * loaded again begins anew, and that a hostile half or frame opens nothing.
 */
import { createECDH, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { agreementSalt, ROOT, ROOT_LABEL } from '../../shared/wire/agreement'
import { SealedWire } from '../../shared/wire/sealed-wire'
import { WindowWire } from './window-wire'

const CHANNEL = 'yarrow:patients.get'

/** A page's end, made as the preload makes it. */
function page(main: WindowWire): SealedWire {
  const pair = createECDH('prime256v1')
  const mine = pair.generateKeys()
  const theirs = main.agree(new Uint8Array(mine))
  if (theirs === null) throw new Error('Main did not agree')
  const salt = agreementSalt(mine, theirs)
  const root = hkdfSync('sha256', pair.computeSecret(theirs), salt, ROOT_LABEL, ROOT)
  return new SealedWire('window', new Uint8Array(root))
}

test('a page and main read each other, and a page that is loaded again takes the place of the one before', () => {
  const main = new WindowWire()
  expect(main.generation).toBeNull()
  expect(main.seal(CHANNEL, 'nobody reads it')).toBeNull()
  const first = page(main)
  expect(main.open(CHANNEL, first.seal(CHANNEL, 'a'))).toEqual({ ok: true, value: 'a' })
  expect(first.open(CHANNEL, main.seal(CHANNEL, 'b'))).toEqual({ ok: true, value: 'b' })
  const second = page(main)
  expect(main.open(CHANNEL, first.seal(CHANNEL, 'a'))).toEqual({ ok: false, why: 'broken' })
  expect(main.open(CHANNEL, second.seal(CHANNEL, 'a'))).toEqual({ ok: true, value: 'a' })
})

test('S-21: a session that begins or ends makes what was said before unreadable', () => {
  const main = new WindowWire()
  const window = page(main)
  const frame = window.seal(CHANNEL, 'a password')
  main.moveOn()
  expect(main.generation).toBe(1)
  expect(main.open(CHANNEL, frame)).toEqual({ ok: false, why: 'stale' })
})

test('F-502: halves that are no point, and frames that are too long, change and open nothing', () => {
  const main = new WindowWire()
  const window = page(main)
  const offTheCurve = new Uint8Array(65).fill(7)
  offTheCurve[0] = 4
  for (const odd of [null, 'x', new Uint8Array(64), new Uint8Array(65), offTheCurve, { length: 65 }])
    expect(main.agree(odd)).toBeNull()
  expect(main.open(CHANNEL, window.seal(CHANNEL, 'still the same wire')).ok).toBe(true)
  expect(main.open(CHANNEL, window.seal(CHANNEL, 'x'.repeat(2_000_000)))).toEqual({
    ok: false,
    why: 'broken',
  })
})
