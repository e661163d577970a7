/** Proves that a link can only answer a waiting attempt, before and after the start, and that a flood changes nothing. */
import { describe, expect, it } from 'vitest'
import { buildDeepLink } from '../../../../shared/deep-link'
import { sessionOf, type ConnectBench } from '../../../../../tests/support/benches/connect'
import { bench, waitingForLink } from '../../../../../tests/support/benches/connect-attempts'

const right = (made: ConnectBench) => `${made.request().redirectUri}?code=c&state=${made.request().state}`
const wrong = buildDeepLink('us-snd', `code=evil&state=${'A'.repeat(43)}`)

describe('a link', () => {
  it('R-8252-06: answers the attempt that waits for it', async () => {
    const made = await waitingForLink()
    expect(made.links.receive(right(made))).toBe('taken')
    await made.reached('confirming')
    expect(made.ledger.exchanges[0]?.redirectUri).toBe('com.yarrowehr.desktop:/fullscript/us-snd/callback')
    expect(made.links.receive(right(made))).not.toBe('taken')
    expect(made.ledger.exchanges).toHaveLength(1)
  })

  it("F-210: with somebody else's code is refused, and the attempt lives on", async () => {
    const made = await waitingForLink()
    expect(made.links.receive(wrong)).toBe('refused')
    expect(made.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    expect(made.returned.times).toBe(0)
    expect(made.links.receive(right(made))).toBe('taken')
  })

  it('R-8252-10, R-9207-04: of another environment is not for this attempt', async () => {
    const made = await waitingForLink()
    expect(made.links.receive(right(made).replace('us-snd', 'us'))).toBe('ignored')
    expect(made.links.receive('com.yarrowehr.desktop:/settings/reset?x')).toBe('ignored')
    expect(made.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: false })
  })

  it('R-8252-10: is not an answer to an attempt that waits at a loopback address', async () => {
    const made = bench()
    made.links.ready(made.attempts)
    await made.flow.start(null)
    expect(made.links.receive(buildDeepLink('us-snd', `code=c&state=${made.request().state}`))).toBe(
      'ignored',
    )
    expect(made.ledger.exchanges).toEqual([])
  })

  it('F-209: while nobody is signed in is ignored', async () => {
    const made = await waitingForLink()
    const link = right(made)
    made.setSession(null)
    expect(made.links.receive(link)).toBe('ignored')
    made.setSession(sessionOf('ada'))
    expect(made.links.receive(link)).toBe('ignored')
    expect(made.flow.state).toEqual({ step: 'idle' })
  })

  it('F-206, F-210: after a restart starts nothing when nobody from before waits for it', () => {
    const made = bench()
    expect(made.links.receive(buildDeepLink('us-snd', 'code=c&state=s'))).toBe('early')
    expect(made.links.ready(made.attempts)).toBe('ignored')
    expect(made.flow.state).toEqual({ step: 'idle' })
    expect(made.links.ignored).toBe(1)
  })
})

describe('F-207: before the app is ready', () => {
  it('one link is kept, and handed over once', async () => {
    const made = bench({ application: { wayBack: 'deep-link' } })
    await made.flow.start(null)
    expect(made.links.receive(right(made))).toBe('early')
    expect(made.links.receive(wrong)).toBe('ignored')
    expect(made.ledger.exchanges).toEqual([])
    expect(made.links.ready(made.attempts)).toBe('taken')
    expect(made.links.ready(made.attempts)).toBeNull()
  })

  it('F-206: it is dropped after ten minutes, e.g. when the records stay locked', () => {
    const made = bench()
    made.links.receive(wrong)
    made.clock.advance(600_000)
    expect(made.links.ready({ answer: () => 'kept' })).toBe('ignored')
  })

  it('what is no link of ours does not take its place', () => {
    const made = bench()
    expect(made.links.receive('https://example.com')).toBe('ignored')
    expect(made.links.receive(wrong)).toBe('early')
  })
})

describe('F-208: ten thousand links', () => {
  it('have no more effect than five a minute, and cannot keep the right one out', async () => {
    const made = await waitingForLink()
    const told = made.states.length
    const outcomes = Array.from({ length: 10_000 }, () => made.links.receive(wrong))
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5)
    expect(outcomes.slice(5).every((outcome) => outcome === 'ignored')).toBe(true)
    expect(made.states.length).toBe(told + 1)
    expect(made.logged.length).toBeLessThan(5)
    expect(made.returned.times).toBe(0)
    made.clock.advance(12_000)
    expect(made.links.receive(wrong)).toBe('refused')
    expect(made.links.receive(wrong)).toBe('ignored')
    expect(made.links.receive(right(made))).toBe('taken')
    expect(made.returned.times).toBe(1)
  })
})
