/**
 * Proves that what goes over the wire says nothing to whoever holds copies of it: read only by the other end, on its own
 * channel, in its own direction, and never again once the keys have moved on.
 */
import { randomBytes } from 'node:crypto'
import { fc, test as check } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { generationOf, SealedWire } from './sealed-wire'

const CHANNEL = 'yarrow:people.signIn'

function bothEnds() {
  const root = randomBytes(32)
  return {
    page: new SealedWire('window', new Uint8Array(root)),
    main: new SealedWire('main', new Uint8Array(root)),
    sameAgain: () => new SealedWire('main', new Uint8Array(root)),
  }
}

test('S-21: a frame says nothing of its text, and the other end reads it', () => {
  const { page, main } = bothEnds()
  const frame = page.seal(CHANNEL, { username: 'june', password: 'kettle orbit walnut' })
  expect(Buffer.from(frame).includes('kettle')).toBe(false)
  expect(main.open(CHANNEL, frame)).toEqual({
    ok: true,
    value: { username: 'june', password: 'kettle orbit walnut' },
  })
  expect(page.seal(CHANNEL, 'x')).not.toEqual(page.seal(CHANNEL, 'x'))
})

check.prop([fc.jsonValue()])('any plain data arrives as it is, both ways', (value) => {
  const { page, main } = bothEnds()
  const said = JSON.parse(JSON.stringify(value)) as unknown
  expect(main.open(CHANNEL, page.seal(CHANNEL, value))).toEqual({ ok: true, value: said })
  expect(page.open(CHANNEL, main.seal(CHANNEL, value))).toEqual({ ok: true, value: said })
})

test('nothing at all arrives as nothing, and what is no plain data does not go out', () => {
  const { page, main } = bothEnds()
  expect(main.open(CHANNEL, page.seal(CHANNEL, undefined))).toEqual({ ok: true, value: undefined })
  const circle: Record<string, unknown> = {}
  circle.self = circle
  for (const odd of [() => 1, { run: () => 1 }, [Symbol('x')], 1n, circle])
    expect(() => page.seal(CHANNEL, odd)).toThrow(TypeError)
})

test('F-501: not on another channel, not back to where it came from, not with a bit changed', () => {
  const { page, main } = bothEnds()
  const frame = page.seal(CHANNEL, 'x')
  expect(main.open('yarrow:people.lock', frame)).toEqual({ ok: false, why: 'broken' })
  expect(page.open(CHANNEL, frame)).toEqual({ ok: false, why: 'broken' })
  for (const at of [4, 16, frame.length - 1]) {
    const changed = frame.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(main.open(CHANNEL, changed)).toEqual({ ok: false, why: 'broken' })
  }
  for (const odd of [null, undefined, 'x', { ok: true }, new Uint8Array(31), new Uint8Array(40)])
    expect(main.open(CHANNEL, odd)).toEqual({ ok: false, why: 'broken' })
})

test('S-21: when the keys have moved on, what was said before opens for nobody, and both ends go on', () => {
  const { page, main, sameAgain } = bothEnds()
  const before = page.seal(CHANNEL, 'a code')
  main.advance()
  expect(main.open(CHANNEL, before)).toEqual({ ok: false, why: 'stale' })
  // Not even with the count in its head turned to the new keys'.
  const turned = before.slice()
  new DataView(turned.buffer).setUint32(0, 1)
  expect(main.open(CHANNEL, turned)).toEqual({ ok: false, why: 'broken' })
  const answer = main.seal(CHANNEL, 'later')
  expect(page.open(CHANNEL, answer)).toEqual({ ok: false, why: 'stale' })
  page.advanceTo(generationOf(answer) ?? 0)
  expect(page.open(CHANNEL, answer)).toEqual({ ok: true, value: 'later' })
  expect(main.open(CHANNEL, page.seal(CHANNEL, 'on'))).toEqual({ ok: true, value: 'on' })
  // Whoever had the first key could have read it: the keys are what makes the difference.
  expect(sameAgain().open(CHANNEL, before)).toEqual({ ok: true, value: 'a code' })
})

test('F-903: the root is wiped, and an end that was ended reads and says nothing', () => {
  const root = new Uint8Array(randomBytes(32))
  const copy = root.slice()
  const main = new SealedWire('main', root)
  expect(root.every((byte) => byte === 0)).toBe(true)
  const page = new SealedWire('window', copy)
  const frame = page.seal(CHANNEL, 'x')
  main.end()
  expect(main.open(CHANNEL, frame)).toEqual({ ok: false, why: 'broken' })
  expect(() => main.seal(CHANNEL, 'x')).toThrow()
})
