/**
 * Proves how an attempt ends without an answer: by its deadline, by cancelling, by the next attempt, by a change of person;
 * nothing that arrives later is done in the name of anybody else.
 */
import { describe, expect, it } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { ATTEMPT_MILLISECONDS } from './attempt'
import { owner, sessionOf } from '../../../../../tests/support/benches/connect'
import { answer, bench, waiting } from '../../../../../tests/support/benches/connect-attempts'

describe('how an attempt ends without an answer', () => {
  it('F-126: after ten minutes of the monotonic clock, whatever the wall clock does', async () => {
    const made = await waiting()
    const { state } = made.request()
    expect(made.flow.state).toMatchObject({ deadline: made.clock.now() + ATTEMPT_MILLISECONDS })
    made.clock.jump(3 * 3_600_000)
    made.clock.jump(-9 * 3_600_000)
    made.clock.advance(ATTEMPT_MILLISECONDS - 1)
    expect(made.flow.state.step).toBe('waiting')
    made.clock.advance(1)
    expect(made.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(answer(made, { code: 'c', state }).ok).toBe(false)
    expect(made.ledger.exchanges).toEqual([])
  })

  it('F-126: an answer after the deadline is refused even when the timer has not fired yet', async () => {
    const made = bench()
    let late = 0
    const clock = { ...{ now: () => 0, after: () => () => undefined }, monotonic: () => late }
    const other = bench({ ports: { clock } })
    await other.flow.start(null)
    late = ATTEMPT_MILLISECONDS
    expect(answer(other, { code: 'c', state: other.request().state }).ok).toBe(false)
    expect(other.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(made.ledger.exchanges).toEqual([])
  })

  it('cancelling, and putting the end away', async () => {
    const made = await waiting()
    made.flow.cancel()
    expect(made.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-cancelled' } })
    made.flow.cancel()
    expect(made.flow.state).toEqual({ step: 'idle' })
    expect(made.clock.pendingTimers).toBe(0)
  })

  it('cancelling while the exchange is under way: what arrives later is revoked', async () => {
    const made = await waiting()
    let finish: (value: Awaited<ReturnType<typeof made.ledger.answer>>) => void = () => undefined
    let signal: AbortSignal | undefined
    const asked = new Promise<void>((resolve) => {
      made.ledger.answer = (input) => {
        signal = input.signal
        resolve()
        return new Promise((settle) => {
          finish = settle
        })
      }
    })
    answer(made, { code: 'c', state: made.request().state })
    await asked
    made.flow.cancel()
    expect(signal?.aborted).toBe(true)
    finish(ok({ owner, previousOwner: null }))
    made.ledger.answer = () => Promise.resolve(ok({ owner, previousOwner: null }))
    await made.flow.start(null)
    answer(made, { code: 'd', state: made.request().state })
    await made.reached('confirming')
    expect(made.ledger.calls).toEqual(['exchange', 'refuse', 'exchange'])
  })

  it('F-125: a new attempt ends the one before it, by name', async () => {
    const made = await waiting()
    const first = made.request()
    await made.flow.start(null)
    expect(made.audited).toMatchObject([{ subject: 'connect-cancelled' }])
    expect(made.request().state).not.toBe(first.state)
    expect(made.request().challenge).not.toBe(first.challenge)
  })

  it('F-125: two starts at the same moment leave one attempt', async () => {
    const made = bench()
    await Promise.all([made.flow.start(null), made.flow.start(null)])
    expect(made.opened).toHaveLength(1)
    expect(made.flow.state.step).toBe('waiting')
    expect(answer(made, { code: 'c', state: made.request().state })).toEqual(ok(null))
  })

  it.each([
    ['signing out', null],
    ['another person', sessionOf('ben')],
  ])('F-127: %s while waiting', async (_name, session) => {
    const made = await waiting()
    const { state } = made.request()
    made.setSession(session)
    expect(made.flow.state).toEqual({ step: 'idle' })
    expect(answer(made, { code: 'c', state }).ok).toBe(false)
    expect(made.ledger.calls).toEqual([])
    expect(made.clock.pendingTimers).toBe(0)
    expect(made.audited).toMatchObject([{ personId: 'person-ada', subject: 'signed-out' }])
  })

  it('F-127: news of the same sign-in changes nothing', async () => {
    const made = await waiting()
    made.setSession(sessionOf('ada'))
    expect(made.flow.state.step).toBe('waiting')
    expect(answer(made, { code: 'c', state: made.request().state })).toEqual(ok(null))
  })

  it('F-127, F-507: signing out during the exchange: nothing is done in the name of the next person', async () => {
    const made = await waiting()
    let finish: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      made.ledger.answer = () => {
        resolve()
        return new Promise((settle) => {
          finish = () => settle(ok({ owner, previousOwner: null }))
        })
      }
    })
    answer(made, { code: 'c', state: made.request().state })
    await asked
    made.setSession(sessionOf('ben'))
    finish()
    await made.flow.start(null)
    answer(made, { code: 'd', state: made.request().state })
    await asked
    expect(made.ledger.calls).not.toContain('refuse')
    expect(made.flow.state.step).toBe('exchanging')
  })

  it('F-128: the browser does not open; the link can be copied and the answer still counts', async () => {
    const made = bench({
      ports: {
        openBrowser: (address) => Promise.resolve((made.opened.push(address), failed('connect-browser'))),
      },
    })
    await made.flow.start(null)
    await made.reachedState((state) => state.step === 'waiting' && state.browserFailed)
    expect(made.flow.copyLink()).toEqual(ok(null))
    expect(made.copied).toEqual(made.opened)
    answer(made, { code: 'c', state: made.request().state })
    expect(await made.reached('confirming')).toMatchObject({ owner })
  })

  it('F-128: without an attempt there is no link to copy and no address to paste', () => {
    const made = bench()
    expect(made.flow.copyLink().ok).toBe(false)
    expect(made.flow.paste('http://127.0.0.1/').ok).toBe(false)
    expect(made.copied).toEqual([])
  })
})
