/**
 * Proves what becomes of an attempt when Yarrow ends or sleeps before its answer has come: it goes on for its own person
 * until the same deadline, with all the rules of before, and every end of an attempt ends its copy too.
 */
import { describe, expect, it } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { ATTEMPT_MILLISECONDS } from './attempt'
import { codeChallenge } from './pkce'
import { application, type ConnectBench } from '../../../../../tests/support/benches/connect'
import {
  answer,
  bench,
  startAgain,
  waitingForLink,
} from '../../../../../tests/support/benches/connect-attempts'

describe('F-206: after a restart', () => {
  it('the link that came before signing in is delivered then, with the verifier of the request', async () => {
    const before = await waitingForLink()
    const again = await startAgain(before)
    expect(again.links.receive(again.link)).toBe('kept')
    expect(again.links.receive(again.link)).toBe('ignored')
    expect(again.attempts.answered).toBe(true)
    await again.become('ada')
    expect(await again.reached('confirming')).toBeTruthy()
    expect(again.states.map(({ step }) => step)).toEqual(['waiting', 'exchanging', 'confirming'])
    expect(again.ledger.exchanges).toHaveLength(1)
    expect(codeChallenge(again.ledger.exchanges[0]?.codeVerifier ?? '')).toBe(before.request().challenge)
    expect(again.attempts.answered).toBe(false)
    expect(again.opened).toEqual([])
    expect(again.rows.size).toBe(0)
  })

  it('without a link the attempt waits until the same deadline', async () => {
    const before = await waitingForLink()
    const { deadline } = before.flow.state as { deadline: number }
    before.clock.advance(200_000)
    const again = await startAgain(before)
    await again.become('ada')
    expect(again.flow.state).toMatchObject({ step: 'waiting', wayBack: 'deep-link', deadline })
    again.clock.advance(399_999)
    expect(again.flow.state.step).toBe('waiting')
    again.clock.advance(1)
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(again.rows.size).toBe(0)
  })

  it('it can be cancelled, copied and answered by pasting', async () => {
    const before = await waitingForLink()
    const again = await startAgain(before)
    await again.become('ada')
    expect(again.flow.copyLink()).toEqual(ok(null))
    expect(again.copied).toEqual(before.opened)
    const wrong = again.link.replace(/state=.*/, `state=${'A'.repeat(43)}`)
    expect(again.flow.paste(wrong).ok).toBe(false)
    expect(again.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    again.flow.cancel()
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-cancelled' } })
    expect(again.rows.size).toBe(0)
    expect(again.links.receive(again.link.replace('the-code', 'late'))).not.toBe('taken')
  })

  it('another person sees nothing, and leaves both where they are', async () => {
    const again = await startAgain(await waitingForLink())
    again.links.receive(again.link)
    await again.become('ben')
    expect(again.flow.state).toEqual({ step: 'idle' })
    expect(again.ledger.calls).toEqual([])
    expect(again.attempts.answered).toBe(true)
    expect(again.rows.size).toBe(1)
    await again.become(null)
    await again.become('ada')
    await again.reached('confirming')
  })

  it("another person's own attempt does not hear of the link", async () => {
    const again = await startAgain(await waitingForLink())
    await again.become('ben')
    await again.flow.start(null)
    expect(again.links.receive(again.link)).toBe('kept')
    expect(again.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: false })
  })

  it('the parked link is worth nothing after the ten minutes', async () => {
    const before = await waitingForLink()
    before.clock.advance(60_000)
    const again = await startAgain(before)
    again.links.receive(again.link)
    again.clock.advance(ATTEMPT_MILLISECONDS - 60_000)
    await again.become('ada')
    expect(again.flow.state).toEqual({ step: 'idle' })
    expect(again.ledger.calls).toEqual([])
  })

  it.each([
    ['another app of the practice', { clientId: 'another' }],
    ['another environment', { environment: 'us' as const }],
    [
      'another sign-in page',
      { hosts: { ...application.hosts, authorize: 'https://api.fullscript.com/api/oauth/authorize' } },
    ],
  ])('R-9207-04: with %s than in the request it ends without an exchange', async (_name, changed) => {
    const again = await startAgain(await waitingForLink(), {
      application: { wayBack: 'deep-link', ...changed },
    })
    again.links.receive(again.link)
    await again.become('ada')
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-cancelled' } })
    expect(again.ledger.calls).toEqual([])
    expect(again.rows.size).toBe(0)
  })

  it('F-212: with a scheme that another program took meanwhile it says so', async () => {
    const again = await startAgain(await waitingForLink(), { isLinkHandler: () => false })
    await again.become('ada')
    expect(again.flow.state).toMatchObject({ step: 'failed', failure: { code: 'connect-no-way-back' } })
  })

  it('F-127: signing out while it goes on ends it for good', async () => {
    const again = await startAgain(await waitingForLink())
    await again.become('ada')
    await again.become(null)
    expect(again.rows.size).toBe(0)
    expect(again.audited).toMatchObject([{ personId: 'person-ada', subject: 'signed-out' }])
  })
})

describe('the sealed copy', () => {
  it('is there before the browser opens, whatever the way back', async () => {
    const kept: number[] = []
    const made = bench({
      ports: {
        openBrowser: () => {
          kept.push(made.rows.size)
          return Promise.resolve(ok(null))
        },
      },
    })
    await made.flow.start('loopback')
    await made.flow.start('paste')
    await made.flow.start('deep-link')
    expect(kept).toEqual([1, 1, 1])
  })

  it('that cannot be written ends the attempt before the browser opens', async () => {
    const made = bench()
    made.rows.broken = Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
    expect(await made.flow.start('deep-link')).toMatchObject({ failure: { code: 'disk-full' } })
    expect(made.opened).toEqual([])
  })

  it('goes before the code is sent', async () => {
    const made = await waitingForLink()
    let left = -1
    made.ledger.answer = () => {
      left = made.rows.size
      return Promise.resolve(failed('connect-outcome-unknown'))
    }
    made.flow.paste(`${made.request().redirectUri}?code=c&state=${made.request().state}`)
    await made.reached('failed')
    expect(left).toBe(0)
  })

  it.each<[string, (made: ConnectBench) => void]>([
    ['a denial', (made) => answer(made, { error: 'access_denied', state: made.request().state })],
    ['a cancel', (made) => made.flow.cancel()],
    ['its deadline', (made) => made.clock.advance(ATTEMPT_MILLISECONDS)],
    ['a sign-out', (made) => made.setSession(null)],
  ])('goes with %s', async (_name, end) => {
    const made = await waitingForLink()
    expect(made.rows.size).toBe(1)
    end(made)
    expect(made.rows.size).toBe(0)
  })

  it('goes when the attempt is cancelled while it is written', async () => {
    const made = bench()
    const save = made.rows.save.bind(made.rows)
    made.rows.save = (row) => {
      made.flow.cancel()
      return save(row)
    }
    expect(await made.flow.start('deep-link')).toMatchObject({ failure: { code: 'connect-cancelled' } })
    expect(made.rows.size).toBe(0)
    expect(made.opened).toEqual([])
  })

  it('stays when Yarrow quits while it waits, and nothing is said to have ended', async () => {
    const made = await waitingForLink()
    made.flow.suspendForQuit()
    await made.become(null)
    made.flow.dispose()
    expect(made.rows.size).toBe(1)
    expect(made.audited).toEqual([])
    expect(made.clock.pendingTimers).toBe(0)
  })
})

describe('F-126: after sleep', () => {
  it.each([
    ['the wall clock says that ten minutes have passed', (made: ConnectBench) => made.clock.jump(600_000)],
    ['the wall clock is before the start', (made: ConnectBench) => made.clock.jump(-1)],
  ])('the attempt is over when %s', async (_name, sleep) => {
    const made = await waitingForLink()
    sleep(made)
    expect(made.flow.state.step).toBe('waiting')
    made.flow.expireIfDue()
    expect(made.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(made.rows.size).toBe(0)
    expect(made.clock.pendingTimers).toBe(0)
  })

  it('it goes on while both clocks say so', async () => {
    const made = await waitingForLink()
    made.clock.jump(599_999)
    made.flow.expireIfDue()
    expect(made.flow.state.step).toBe('waiting')
  })
})
