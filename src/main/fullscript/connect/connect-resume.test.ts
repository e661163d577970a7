/**
 * Proves what becomes of an attempt when Yarrow ends or locks before its answer has come: it goes on for its own person
 * until the same deadline, with all the rules of before, and every end of an attempt ends its copy too.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { failed, ok } from '../../../shared/failures'
import { ATTEMPT_MILLISECONDS } from './attempt'
import { DONE_PAGE, WAITING_PAGE } from './loopback-page'
import { codeChallenge } from './pkce'
import {
  application,
  connectBench,
  listens,
  navigation,
  sendRaw,
  statusOf,
  type ConnectBench,
} from './test-bench'

const benches: ConnectBench[] = []
function bench(options?: Parameters<typeof connectBench>[0]) {
  const made = connectBench(options)
  benches.push(made)
  return made
}
afterEach(() => {
  for (const made of benches.splice(0)) made.flow.dispose()
})

async function waiting(options?: Parameters<typeof connectBench>[0]) {
  const made = bench({ application: { wayBack: 'deep-link' }, ...options })
  made.links.ready()
  expect(await made.flow.start(null)).toMatchObject({ step: 'waiting', wayBack: 'deep-link' })
  return made
}

/** A start of the app after the one before was killed: nobody is signed in. */
function startAgain(before: ConnectBench, options?: Parameters<typeof connectBench>[0]) {
  const again = bench({ application: { wayBack: 'deep-link' }, session: null, earlier: before, ...options })
  const { state, redirectUri } = before.request()
  again.attempts.load()
  again.links.ready(again.attempts.park)
  return Object.assign(again, { link: `${redirectUri}?code=the-code&state=${state}` })
}

describe('F-206: after a restart', () => {
  it('the link that came before signing in is delivered then, with the verifier of the request', async () => {
    const before = await waiting()
    const again = startAgain(before)
    expect(again.links.receive(again.link)).toBe('parked')
    expect(again.links.receive(again.link)).toBe('ignored')
    expect(again.attempts.parked).toBe(true)
    await again.become('ada')
    expect(await again.reached('confirming')).toBeTruthy()
    expect(again.states.map(({ step }) => step)).toEqual(['waiting', 'exchanging', 'confirming'])
    expect(again.ledger.exchanges).toHaveLength(1)
    expect(codeChallenge(again.ledger.exchanges[0]?.codeVerifier ?? '')).toBe(before.request().challenge)
    expect(again.attempts.parked).toBe(false)
    expect(again.opened).toEqual([])
    expect(again.attempts.rows.size).toBe(0)
  })

  it('without a link the attempt waits until the same deadline', async () => {
    const before = await waiting()
    const { deadline } = before.flow.state as { deadline: number }
    before.clock.advance(200_000)
    const again = startAgain(before)
    await again.become('ada')
    expect(again.flow.state).toMatchObject({ step: 'waiting', wayBack: 'deep-link', deadline })
    again.clock.advance(399_999)
    expect(again.flow.state.step).toBe('waiting')
    again.clock.advance(1)
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(again.attempts.rows.size).toBe(0)
  })

  it('it can be cancelled, copied and answered by pasting', async () => {
    const before = await waiting()
    const again = startAgain(before)
    await again.become('ada')
    expect(again.flow.copyLink()).toEqual(ok(null))
    expect(again.copied).toEqual(before.opened)
    const wrong = again.link.replace(/state=.*/, `state=${'A'.repeat(43)}`)
    expect(again.flow.paste(wrong).ok).toBe(false)
    expect(again.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    again.flow.cancel()
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-cancelled' } })
    expect(again.attempts.rows.size).toBe(0)
    expect(again.links.receive(again.link.replace('the-code', 'late'))).not.toBe('taken')
  })

  it('another person sees nothing, and leaves both where they are', async () => {
    const again = startAgain(await waiting())
    again.links.receive(again.link)
    await again.become('ben')
    expect(again.flow.state).toEqual({ step: 'idle' })
    expect(again.ledger.calls).toEqual([])
    expect(again.attempts.parked).toBe(true)
    expect(again.attempts.rows.size).toBe(1)
    await again.become(null)
    await again.become('ada')
    await again.reached('confirming')
  })

  it("another person's own attempt does not hear of the link", async () => {
    const again = startAgain(await waiting())
    await again.become('ben')
    await again.flow.start(null)
    expect(again.links.receive(again.link)).toBe('parked')
    expect(again.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: false })
  })

  it('the parked link is worth nothing after the ten minutes', async () => {
    const before = await waiting()
    before.clock.advance(60_000)
    const again = startAgain(before)
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
    const again = startAgain(await waiting(), { application: { wayBack: 'deep-link', ...changed } })
    again.links.receive(again.link)
    await again.become('ada')
    expect(again.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-cancelled' } })
    expect(again.ledger.calls).toEqual([])
    expect(again.attempts.rows.size).toBe(0)
  })

  it('F-212: with a scheme that another program took meanwhile it says so', async () => {
    const again = startAgain(await waiting(), { isLinkHandler: () => false })
    await again.become('ada')
    expect(again.flow.state).toMatchObject({ step: 'failed', failure: { code: 'connect-no-way-back' } })
  })

  it('F-127: signing out while it goes on ends it for good', async () => {
    const again = startAgain(await waiting())
    await again.become('ada')
    await again.become(null)
    expect(again.attempts.rows.size).toBe(0)
    expect(again.audited).toMatchObject([{ personId: 'person-ada', subject: 'signed-out' }])
  })
})

describe('the sealed copy', () => {
  it('is there before the browser opens, whatever the way back', async () => {
    const kept: number[] = []
    const made = bench({
      ports: {
        openBrowser: () => {
          kept.push(made.attempts.rows.size)
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
    const made = bench({
      ports: {
        attempts: {
          keep: () => Promise.resolve(failed('disk-full')),
          open: () => Promise.resolve(ok(null)),
          park: () => null,
        },
      },
    })
    expect(await made.flow.start('deep-link')).toEqual({ step: 'failed', failure: { code: 'disk-full' } })
    expect(made.opened).toEqual([])
  })

  it('goes before the code is sent', async () => {
    const made = await waiting()
    let left = -1
    made.ledger.answer = () => {
      left = made.attempts.rows.size
      return Promise.resolve(failed('connect-outcome-unknown'))
    }
    made.flow.paste(`${made.request().redirectUri}?code=c&state=${made.request().state}`)
    await made.reached('failed')
    expect(left).toBe(0)
  })

  it.each<[string, (made: ConnectBench) => void]>([
    ['a denial', (made) => answer(made, `error=access_denied&state=${made.request().state}`)],
    ['a cancel', (made) => made.flow.cancel()],
    ['its deadline', (made) => made.clock.advance(ATTEMPT_MILLISECONDS)],
    ['a sign-out', (made) => made.setSession(null)],
  ])('goes with %s', async (_name, end) => {
    const made = await waiting()
    expect(made.attempts.rows.size).toBe(1)
    end(made)
    expect(made.attempts.rows.size).toBe(0)
  })

  it('goes when the attempt is cancelled while it is written', async () => {
    const made = bench()
    const { keep } = made.attempts
    made.attempts.keep = async (...args) => {
      made.flow.cancel()
      return keep(...args)
    }
    expect(await made.flow.start('deep-link')).toMatchObject({ failure: { code: 'connect-cancelled' } })
    expect(made.attempts.rows.size).toBe(0)
    expect(made.opened).toEqual([])
  })

  it('stays when Yarrow quits while it waits, and nothing is said to have ended', async () => {
    const made = await waiting()
    made.flow.setAside()
    await made.become(null)
    made.flow.dispose()
    expect(made.attempts.rows.size).toBe(1)
    expect(made.audited).toEqual([])
    expect(made.clock.pendingTimers).toBe(0)
  })
})

describe('F-126: after sleep', () => {
  it.each([
    ['the wall clock says that ten minutes have passed', (made: ConnectBench) => made.clock.jump(600_000)],
    ['the wall clock is before the start', (made: ConnectBench) => made.clock.jump(-1)],
  ])('the attempt is over when %s', async (_name, sleep) => {
    const made = await waiting()
    sleep(made)
    expect(made.flow.state.step).toBe('waiting')
    made.flow.expireIfDue()
    expect(made.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
    expect(made.attempts.rows.size).toBe(0)
    expect(made.clock.pendingTimers).toBe(0)
  })

  it('it goes on while both clocks say so', async () => {
    const made = await waiting()
    made.clock.jump(599_999)
    made.flow.expireIfDue()
    expect(made.flow.state.step).toBe('waiting')
  })
})

const answer = (made: ConnectBench, query: string) =>
  made.flow.paste(`${made.request().redirectUri}?${query}`)

describe('F-706: a lock while the person is in the browser', () => {
  const lock = async (made: ConnectBench) => {
    made.flow.locked()
    await made.become(null)
  }
  const target = (made: ConnectBench, query: string) =>
    `${new URL(made.request().redirectUri).pathname}?${query}`
  const browse = (made: ConnectBench, port: number, query: string) =>
    sendRaw(port, navigation(port, target(made, query)))
  const pageAfter = (port: number, redirected: string) =>
    sendRaw(port, navigation(port, /^Location: (.*)\r$/m.exec(redirected)?.[1] ?? ''))
  const TOLD = { step: 'failed', failure: { code: 'connect-locked' } }

  it('by loopback: the answer is kept, the page says who is waited for, and the same person goes on', async () => {
    const made = bench()
    await made.flow.start(null)
    const { state, challenge } = made.request()
    const port = made.port()
    await lock(made)
    expect(made.flow.state).toEqual({ step: 'idle' })

    expect(statusOf(await browse(made, port, `code=evil&state=${'A'.repeat(43)}`))).toBe(400)
    const redirected = await browse(made, port, `code=the-code&state=${state}`)
    expect(statusOf(redirected)).toBe(303)
    expect(await pageAfter(port, redirected)).toContain(WAITING_PAGE)
    expect(statusOf(await browse(made, port, `code=another&state=${state}`))).toBe(400)
    expect(made.returned.times).toBe(1)
    expect(made.ledger.calls).toEqual([])

    await made.become('ada')
    await made.reached('confirming')
    expect(made.ledger.exchanges).toMatchObject([{ code: 'the-code' }])
    expect(codeChallenge(made.ledger.exchanges[0]?.codeVerifier ?? '')).toBe(challenge)
    expect(made.attempts.rows.size).toBe(0)
  })

  it.each(['loopback', 'deep-link', 'paste'] as const)(
    'by %s without an answer it waits on, until the same deadline',
    async (way) => {
      const made = bench()
      made.links.ready(made.attempts.park)
      await made.flow.start(way)
      const before = made.flow.state
      made.clock.advance(200_000)
      await lock(made)
      await made.become('ada')
      expect(made.flow.state).toEqual(before)
      expect(made.flow.paste(`${made.request().redirectUri}?code=c&state=${made.request().state}`)).toEqual(
        ok(null),
      )
      await made.reached('confirming')
    },
  )

  it('the listener that was left answers after the unlock as before', async () => {
    const made = bench()
    await made.flow.start(null)
    await lock(made)
    await made.become('ada')
    const redirected = await browse(made, made.port(), `code=c&state=${made.request().state}`)
    expect(await pageAfter(made.port(), redirected)).toContain(DONE_PAGE)
    await made.reached('confirming')
  })

  it('another person neither sees nor disturbs it, and is not disturbed', async () => {
    const made = bench()
    await made.flow.start(null)
    const { state } = made.request()
    const port = made.port()
    await lock(made)
    await made.become('ben')
    expect(statusOf(await browse(made, port, `code=the-code&state=${state}`))).toBe(303)
    expect(made.flow.state).toEqual({ step: 'idle' })
    expect(made.returned.times).toBe(0)
    expect(made.ledger.calls).toEqual([])
    await lock(made)
    await made.become('ada')
    await made.reached('confirming')
  })

  it('ended by another person’s own attempt, it is told to its owner alone', async () => {
    const made = bench()
    await made.flow.start(null)
    const port = made.port()
    await lock(made)
    await made.become('ben')
    await made.flow.start(null)
    expect(await listens(port)).toBe(false)
    made.flow.cancel()
    made.flow.cancel()
    await made.become(null)
    await made.become('ben')
    expect(made.flow.state).toEqual({ step: 'idle' })
    await made.become(null)
    await made.become('ada')
    expect(made.flow.state).toEqual(TOLD)
    expect(made.attempts.rows.size).toBe(0)
    expect(made.ledger.calls).toEqual([])
  })

  it('an answer from before that is not lost with the listener', async () => {
    const made = bench()
    await made.flow.start(null)
    const port = made.port()
    await lock(made)
    await browse(made, port, `code=the-code&state=${made.request().state}`)
    await made.become('ben')
    await made.flow.start('paste')
    await made.become(null)
    await made.become('ada')
    await made.reached('confirming')
  })

  it('its time ends with the ten minutes, and its owner is told', async () => {
    const made = bench()
    await made.flow.start(null)
    const port = made.port()
    await lock(made)
    made.clock.advance(ATTEMPT_MILLISECONDS)
    expect(await listens(port)).toBe(false)
    expect(made.clock.pendingTimers).toBe(0)
    await made.become('ada')
    expect(made.flow.state).toEqual(TOLD)
    expect(made.attempts.rows.size).toBe(0)
  })

  it('what was past waiting has ended, and its owner is told', async () => {
    const made = bench()
    await made.flow.start('paste')
    answer(made, `code=c&state=${made.request().state}`)
    await made.reached('confirming')
    await lock(made)
    await made.become('ada')
    expect(made.flow.state).toEqual(TOLD)
  })

  it('after a kill nobody listens any more, and its owner is told', async () => {
    const before = bench()
    await before.flow.start(null)
    const again = startAgain(before)
    await again.become('ada')
    expect(again.flow.state).toEqual(TOLD)
    expect(again.attempts.rows.size).toBe(0)
  })

  it('quitting while locked leaves nothing open', async () => {
    const made = bench()
    await made.flow.start(null)
    const port = made.port()
    await lock(made)
    made.flow.dispose()
    expect(await listens(port)).toBe(false)
    expect(made.clock.pendingTimers).toBe(0)
  })
})
