/** Proves what is made of the signs that can be seen of a plan: nothing in it, something that may not be sent, or sent. */
import { describe, expect, it } from 'vitest'
import { CALM, traceAfter, untouched, WORKING, workAt, type WorkSign } from './plan-work'

const after = (...signs: [WorkSign['type'], number][]) =>
  signs.reduce((trace, [type, at]) => traceAfter(trace, { type, at }), untouched)
const work = (now: number, ...signs: [WorkSign['type'], number][]) => workAt(after(...signs), now)

describe('a plan', () => {
  it('that was only opened and looked at holds nothing', () => {
    expect(work(0)).toBe('untouched')
    expect(work(60_000, ['mounted', 1_000])).toBe('untouched')
    expect(work(60_000, ['mounted', 1_000], ['entered', 2_000], ['left', 3_000])).toBe('untouched')
  })

  it('that somebody typed into, or pressed the pointer in, may hold something', () => {
    expect(work(10, ['mounted', 0], ['keyed', 5])).toBe('maybe-unsent')
    expect(work(10, ['mounted', 0], ['clicked', 5])).toBe('maybe-unsent')
  })

  it('whose frame went on may hold something, except while Fullscript comes', () => {
    expect(work(CALM, ['mounted', 0], ['navigated', CALM - 1])).toBe('untouched')
    expect(work(CALM, ['mounted', 0], ['navigated', CALM])).toBe('maybe-unsent')
  })

  it('that had the keyboard for long may hold something, and keeps it when the keyboard leaves', () => {
    expect(work(WORKING - 1, ['mounted', 0], ['entered', 0])).toBe('untouched')
    expect(work(WORKING, ['mounted', 0], ['entered', 0])).toBe('maybe-unsent')
    expect(work(WORKING + 5, ['mounted', 0], ['entered', 0], ['left', WORKING])).toBe('maybe-unsent')
  })

  it('that was sent is sent, though Fullscript shows another page then', () => {
    expect(work(20_000, ['mounted', 0], ['keyed', 5], ['sent', 10_000])).toBe('sent')
    expect(work(20_000, ['mounted', 0], ['keyed', 5], ['sent', 10_000], ['navigated', 12_000])).toBe('sent')
  })

  it('that goes on after sending may hold something again', () => {
    expect(work(20_000, ['mounted', 0], ['sent', 10_000], ['keyed', 10_001])).toBe('maybe-unsent')
    expect(work(10_000 + WORKING, ['mounted', 0], ['entered', 0], ['sent', 10_000])).toBe('maybe-unsent')
    expect(work(10_000 + WORKING - 1, ['mounted', 0], ['entered', 0], ['sent', 10_000])).toBe('sent')
  })

  it('that came afresh holds nothing', () => {
    expect(work(10, ['mounted', 0], ['keyed', 5], ['mounted', 6])).toBe('untouched')
  })
})
