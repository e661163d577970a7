/** Proves that a link can only answer a waiting attempt, before and after the start, and that a flood changes nothing. */
import { afterEach, describe, expect, it } from 'vitest'
import { buildDeepLink } from '../../../shared/deep-link'
import { connectBench, sessionOf, type ConnectBench } from './test-bench'

const benches: ConnectBench[] = []
afterEach(() => {
  for (const bench of benches.splice(0)) bench.flow.dispose()
})

async function waiting() {
  const bench = connectBench({ application: { wayBack: 'deep-link' } })
  benches.push(bench)
  bench.links.ready()
  expect(await bench.flow.start(null)).toMatchObject({ step: 'waiting', wayBack: 'deep-link' })
  return bench
}
const right = (bench: ConnectBench) => `${bench.request().redirectUri}?code=c&state=${bench.request().state}`
const wrong = buildDeepLink('us-snd', `code=evil&state=${'A'.repeat(43)}`)

describe('a link', () => {
  it('R-8252-06: answers the attempt that waits for it', async () => {
    const bench = await waiting()
    expect(bench.links.receive(right(bench))).toBe('taken')
    await bench.reached('confirming')
    expect(bench.ledger.exchanges[0]?.redirectUri).toBe('com.yarrowehr.desktop:/fullscript/us-snd/callback')
    expect(bench.links.receive(right(bench))).not.toBe('taken')
    expect(bench.ledger.exchanges).toHaveLength(1)
  })

  it("F-210: with somebody else's code is refused, and the attempt lives on", async () => {
    const bench = await waiting()
    expect(bench.links.receive(wrong)).toBe('refused')
    expect(bench.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    expect(bench.returned.times).toBe(0)
    expect(bench.links.receive(right(bench))).toBe('taken')
  })

  it('R-8252-10, R-9207-04: of another environment is not for this attempt', async () => {
    const bench = await waiting()
    expect(bench.links.receive(right(bench).replace('us-snd', 'us'))).toBe('ignored')
    expect(bench.links.receive('com.yarrowehr.desktop:/settings/reset?x')).toBe('ignored')
    expect(bench.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: false })
  })

  it('R-8252-10: is not an answer to an attempt that waits at a loopback address', async () => {
    const bench = connectBench()
    benches.push(bench)
    bench.links.ready()
    await bench.flow.start(null)
    expect(bench.links.receive(buildDeepLink('us-snd', `code=c&state=${bench.request().state}`))).toBe(
      'ignored',
    )
    expect(bench.ledger.exchanges).toEqual([])
  })

  it('F-209: while nobody is signed in is ignored', async () => {
    const bench = await waiting()
    const link = right(bench)
    bench.setSession(null)
    expect(bench.links.receive(link)).toBe('ignored')
    bench.setSession(sessionOf('ada'))
    expect(bench.links.receive(link)).toBe('ignored')
    expect(bench.flow.state).toEqual({ step: 'idle' })
  })

  it('F-206, F-210: after a restart starts nothing when nobody from before waits for it', () => {
    const bench = connectBench()
    benches.push(bench)
    expect(bench.links.receive(buildDeepLink('us-snd', 'code=c&state=s'))).toBe('kept')
    expect(bench.links.ready()).toBe('ignored')
    expect(bench.flow.state).toEqual({ step: 'idle' })
    expect(bench.links.ignored).toBe(1)
  })
})

describe('F-207: before the app is ready', () => {
  it('one link is kept, and handed over once', async () => {
    const bench = connectBench({ application: { wayBack: 'deep-link' } })
    benches.push(bench)
    await bench.flow.start(null)
    expect(bench.links.receive(right(bench))).toBe('kept')
    expect(bench.links.receive(wrong)).toBe('ignored')
    expect(bench.ledger.exchanges).toEqual([])
    expect(bench.links.ready()).toBe('taken')
    expect(bench.links.ready()).toBeNull()
  })

  it('F-206: it is dropped after ten minutes, e.g. when the records stay locked', () => {
    const bench = connectBench()
    benches.push(bench)
    bench.links.receive(wrong)
    bench.clock.advance(600_000)
    expect(bench.links.ready(() => 'parked')).toBe('ignored')
  })

  it('what is no link of ours does not take its place', () => {
    const bench = connectBench()
    benches.push(bench)
    expect(bench.links.receive('https://example.com')).toBe('ignored')
    expect(bench.links.receive(wrong)).toBe('kept')
  })
})

describe('F-208: ten thousand links', () => {
  it('have no more effect than five a minute, and cannot keep the right one out', async () => {
    const bench = await waiting()
    const told = bench.states.length
    const outcomes = Array.from({ length: 10_000 }, () => bench.links.receive(wrong))
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5)
    expect(outcomes.slice(5).every((outcome) => outcome === 'ignored')).toBe(true)
    expect(bench.states.length).toBe(told + 1)
    expect(bench.logged.length).toBeLessThan(5)
    expect(bench.returned.times).toBe(0)
    bench.clock.advance(12_000)
    expect(bench.links.receive(wrong)).toBe('refused')
    expect(bench.links.receive(wrong)).toBe('ignored')
    expect(bench.links.receive(right(bench))).toBe('taken')
    expect(bench.returned.times).toBe(1)
  })
})
