/**
 * Proves the state machine of connecting: one attempt at a time, one answer, one exchange, an owner who is
 * confirmed, and a named end for everything else, with nothing secret left over.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { failed, ok } from '../../../shared/failures'
import { connectStateSchema } from '../../../shared/bridge/fullscript'
import { ATTEMPT_MILLISECONDS } from './attempt'
import { codeChallenge } from './pkce'
import { application, connectBench, owner, sessionOf, type ConnectBench } from './test-bench'
import type { Deliver } from './ways-back'

const benches: ConnectBench[] = []
function bench(options?: Parameters<typeof connectBench>[0]) {
  const made = connectBench(options)
  benches.push(made)
  return made
}
afterEach(() => {
  for (const made of benches.splice(0)) made.flow.dispose()
})

/** Answers by pasting: the shortest way to hand an address over; every way back ends in the same place. */
const answer = (made: ConnectBench, parameters: Record<string, string>) =>
  made.flow.paste(`${made.request().redirectUri}?${new URLSearchParams(parameters).toString()}`)

async function waiting(options?: Parameters<typeof connectBench>[0]) {
  const made = bench(options)
  expect(await made.flow.start(null)).toMatchObject({ step: 'waiting' })
  return made
}

const unusable = failed('connect-address-unusable')
const steps = (made: ConnectBench) => made.states.map(({ step }) => step)

describe('the whole way', () => {
  it('R-9700-02: from the button to the confirmed owner, with state and PKCE', async () => {
    const made = await waiting()
    const { state, redirectUri, challenge } = made.request()
    expect(answer(made, { code: 'the-code', state })).toEqual(ok(null))
    expect(await made.reached('confirming')).toEqual({ step: 'confirming', owner, previousOwner: null })
    expect(await made.flow.confirmOwner(true)).toEqual({ step: 'connected', owner })

    const [exchange] = made.ledger.exchanges
    expect(exchange).toMatchObject({ code: 'the-code', redirectUri, application: { environment: 'us-snd' } })
    expect(codeChallenge(exchange?.codeVerifier ?? '')).toBe(challenge)
    expect(made.ledger.calls).toEqual(['exchange', 'accept'])
    expect(steps(made)).toEqual(['preparing', 'waiting', 'exchanging', 'confirming', 'saving', 'connected'])
    expect(made.returned.times).toBe(1)
    expect(made.clock.pendingTimers).toBe(0)
  })

  it('R-DK-10: the way back is ready before the browser is opened', async () => {
    const order: string[] = []
    const made = bench({
      ports: {
        waysBack: [
          {
            kind: 'loopback',
            open: async (_application, deliver) => {
              order.push('ready')
              deliverNow = deliver
              return ok({ kind: 'loopback', redirectUri: 'http://127.0.0.1:1/x', close: () => undefined })
            },
          },
        ],
        // A browser that is back in no time at all: the person had agreed before.
        openBrowser: async (address) => {
          order.push('browser')
          const state = new URL(address).searchParams.get('state') ?? ''
          expect(deliverNow('http://127.0.0.1:1/x', `code=quick&state=${state}`)).toBe('taken')
          return ok(null)
        },
      },
    })
    let deliverNow: Deliver = () => 'refused'
    await made.flow.start(null)
    await made.reached('confirming')
    expect(order).toEqual(['ready', 'browser'])
    expect(made.ledger.exchanges[0]?.code).toBe('quick')
  })

  it('R-6749-04, R-7636-04: the window and the log hear neither state, verifier nor code', async () => {
    const made = await waiting()
    const { state } = made.request()
    answer(made, { code: 'the-code', state: 'wrong' })
    answer(made, { code: 'the-code', state })
    await made.reached('confirming')
    await made.flow.confirmOwner(true)
    const said = JSON.stringify([made.states, made.logged, made.audited])
    const verifier = made.ledger.exchanges[0]?.codeVerifier ?? ''
    for (const secret of [state, verifier, 'the-code', application.clientSecret])
      expect(said).not.toContain(secret)
    for (const shown of made.states) expect(connectStateSchema.safeParse(shown).success).toBe(true)
  })

  it('R-8252-11: the owner is not accepted: what was exchanged is revoked', async () => {
    const made = await waiting()
    answer(made, { code: 'c', state: made.request().state })
    await made.reached('confirming')
    expect(await made.flow.confirmOwner(false)).toEqual({
      step: 'failed',
      failure: { code: 'connect-cancelled' },
    })
    expect(made.ledger.calls).toEqual(['exchange', 'refuse'])
  })

  it('saving fails: nothing undecided is left behind', async () => {
    const made = await waiting()
    made.ledger.accepted = failed('disk-full')
    answer(made, { code: 'c', state: made.request().state })
    await made.reached('confirming')
    expect(await made.flow.confirmOwner(true)).toEqual({ step: 'failed', failure: { code: 'disk-full' } })
    await made.flow.start(null)
    answer(made, { code: 'd', state: made.request().state })
    await made.reached('confirming')
    expect(made.ledger.calls).toEqual(['exchange', 'accept', 'refuse', 'exchange'])
  })

  it('the exchange is refused: its own words reach the person', async () => {
    const made = await waiting()
    made.ledger.answer = () => Promise.resolve(failed('connect-colleague'))
    answer(made, { code: 'c', state: made.request().state })
    expect(await made.reached('failed')).toEqual({ step: 'failed', failure: { code: 'connect-colleague' } })
    expect(made.audited).toMatchObject([
      { action: 'fullscript.connect', subject: 'connect-colleague', outcome: 'failed' },
    ])
  })

  it('the exchange breaks: a named end, not a lost promise', async () => {
    const made = await waiting()
    made.ledger.answer = () => Promise.reject(new Error('broken'))
    answer(made, { code: 'c', state: made.request().state })
    expect(await made.reached('failed')).toEqual({ step: 'failed', failure: { code: 'unexpected' } })
  })
})

describe('R-8252-09: answers that are not taken', () => {
  it.each([
    ['no state', (state: string) => ({ code: 'c', x: state })],
    ['a short state', (state: string) => ({ code: 'c', state: state.slice(0, -1) })],
    ['a longer state', (state: string) => ({ code: 'c', state: `${state}A` })],
    ['another state', () => ({ code: 'c', state: 'A'.repeat(43) })],
    ['R-9207-03: an error with another state', () => ({ error: 'access_denied', state: 'A'.repeat(43) })],
    ['F-113: the right state and nothing else', (state: string) => ({ state })],
  ])('F-111: %s; the attempt lives on and the person is told once', async (_name, parameters) => {
    const made = await waiting()
    const { state } = made.request()
    expect(answer(made, parameters(state))).toEqual(unusable)
    expect(answer(made, parameters(state))).toEqual(unusable)
    expect(made.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    expect(steps(made)).toEqual(['preparing', 'waiting', 'waiting'])
    expect(answer(made, { code: 'right', state })).toEqual(ok(null))
    await made.reached('confirming')
    expect(made.ledger.exchanges.map(({ code }) => code)).toEqual(['right'])
  })

  it.each(['code', 'state', 'iss', 'error'])('R-6749-02, F-113: %s twice', async (name) => {
    const made = await waiting()
    const { state, redirectUri } = made.request()
    const query = `code=c&state=${state}&${name}=${name === 'state' ? state : 'c'}&${name}=c`
    expect(made.flow.paste(`${redirectUri}?${query}`)).toEqual(unusable)
    expect(made.ledger.exchanges).toEqual([])
    expect(made.flow.state.step).toBe('waiting')
  })

  it("F-111: the state of an earlier attempt, and another person's", async () => {
    const made = await waiting()
    const earlier = made.request().state
    await made.flow.start(null)
    expect(answer(made, { code: 'c', state: earlier })).toEqual(unusable)
    const own = made.request().state
    made.setSession(sessionOf('ben'))
    await made.flow.start(null)
    expect(answer(made, { code: 'c', state: own })).toEqual(unusable)
    expect(made.ledger.exchanges).toEqual([])
  })

  it('R-9207-01, F-116: an issuer that is not exactly ours, also beside an error', async () => {
    const made = await waiting()
    const { state } = made.request()
    for (const iss of [
      'https://api-us.fullscript.io',
      'https://api-us-snd.fullscript.io/',
      'https://API-us-snd.fullscript.io',
      'https://api-us-snd.fullscript.io:443',
      'https%3A%2F%2Fapi-us-snd.fullscript.io',
      'http://api-us-snd.fullscript.io',
    ]) {
      expect(answer(made, { code: 'c', state, iss })).toEqual(unusable)
      expect(answer(made, { error: 'access_denied', state, iss })).toEqual(unusable)
    }
    expect(made.flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    expect(answer(made, { code: 'c', state, iss: 'https://api-us-snd.fullscript.io' })).toEqual(ok(null))
  })

  it('R-9207-02: no issuer at all is accepted, as Fullscript sends none', async () => {
    const made = await waiting()
    expect(answer(made, { code: 'c', state: made.request().state })).toEqual(ok(null))
  })

  it('R-8252-10: a pasted address that is not of this attempt', async () => {
    const made = await waiting()
    const { state, redirectUri } = made.request()
    const query = `?code=c&state=${state}`
    for (const address of [
      `http://127.0.0.1:1/fullscript/us-snd/callback${query}`,
      redirectUri.replace('us-snd', 'us') + query,
      redirectUri.replace('127.0.0.1', 'localhost') + query,
      `com.yarrowehr.desktop:/fullscript/us-snd/callback${query}`,
      `https://evil.example/?x=${redirectUri}${query}`,
      `${redirectUri}/${query}`,
      `${redirectUri}${query}#`,
      redirectUri,
      state,
      '',
    ])
      expect(made.flow.paste(address), address).toEqual(unusable)
    expect(made.flow.paste(`\n  <${redirectUri}${query}>  `)).toEqual(ok(null))
  })
})

describe('one answer', () => {
  it('R-6749-05, F-114: delivered again and again, exchanged once', async () => {
    const made = await waiting()
    const { state } = made.request()
    const results = Array.from({ length: 50 }, () => answer(made, { code: 'c', state }))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    await made.reached('confirming')
    expect(answer(made, { code: 'c', state }).ok).toBe(false)
    expect(made.ledger.exchanges).toHaveLength(1)
  })

  it('F-112: a code beside an error is an error', async () => {
    const made = await waiting()
    answer(made, { code: 'c', error: 'server_error', state: made.request().state })
    expect(made.flow.state).toEqual({
      step: 'failed',
      failure: { code: 'fullscript-trouble', detail: 'server_error' },
    })
    expect(made.ledger.exchanges).toEqual([])
  })

  it('F-117: not connecting is an answer too', async () => {
    const made = await waiting()
    answer(made, { error: 'access_denied', error_description: 'No', state: made.request().state })
    expect(made.flow.state).toEqual({ step: 'failed', failure: { code: 'connect-denied' } })
    expect(made.audited).toEqual([
      { personId: 'person-ada', action: 'fullscript.connect', subject: 'connect-denied', outcome: 'refused' },
    ])
    expect(made.returned.times).toBe(1)
  })

  it('F-118: neither description nor address of an error goes anywhere', async () => {
    const made = await waiting()
    const text = '<img src=x onerror=alert(1)>\u{1F600}'.repeat(40)
    answer(made, {
      error: 'invalid_request',
      error_description: text,
      error_uri: 'javascript:alert(1)',
      state: made.request().state,
    })
    expect(made.flow.state).toEqual({
      step: 'failed',
      failure: { code: 'connect-provider-error', detail: 'invalid_request' },
    })
    expect(JSON.stringify([made.states, made.logged, made.audited])).not.toContain('onerror')
    expect(made.opened).toHaveLength(1)
  })

  it('R-7636-03: a server that refuses S256 is never offered plain', async () => {
    const made = await waiting()
    answer(made, { error: 'invalid_request', state: made.request().state })
    expect(made.flow.state).toMatchObject({ failure: { code: 'connect-provider-error' } })
    await made.flow.start(null)
    for (const address of made.opened)
      expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256')
    expect(made.opened).toHaveLength(2)
  })

  it('R-9700-04, F-125: the codes of two attempts swapped are both refused', async () => {
    const [one, other] = [await waiting(), await waiting()]
    expect(answer(one, { code: 'of-other', state: other.request().state })).toEqual(unusable)
    expect(answer(other, { code: 'of-one', state: one.request().state })).toEqual(unusable)
    expect(one.request().challenge).not.toBe(other.request().challenge)
    expect([...one.ledger.exchanges, ...other.ledger.exchanges]).toEqual([])
  })
})

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

describe('what does not even begin', () => {
  it('nobody is signed in', async () => {
    const made = bench()
    made.setSession(null)
    expect(await made.flow.start(null)).toEqual({ step: 'failed', failure: { code: 'signed-out' } })
  })

  it('the practice has no settings', async () => {
    const made = bench({
      ports: { applications: { current: () => Promise.resolve(failed('fullscript-not-configured')) } },
    })
    expect(await made.flow.start(null)).toEqual({
      step: 'failed',
      failure: { code: 'fullscript-not-configured' },
    })
  })

  it.each(['http://api-us-snd.fullscript.io/api/oauth/authorize', 'not an address'])(
    'R-8252-01: the authorize page %s is never opened',
    async (authorize) => {
      const made = bench({ application: { hosts: { ...application.hosts, authorize } } })
      expect(await made.flow.start(null)).toMatchObject({ failure: { code: 'fullscript-not-configured' } })
      expect(made.opened).toEqual([])
    },
  )
})

describe('the chosen way back', () => {
  it('the settings decide, unless the person chooses', async () => {
    const made = bench({ application: { wayBack: 'deep-link' } })
    expect(await made.flow.start(null)).toMatchObject({ wayBack: 'deep-link' })
    expect(await made.flow.start('paste')).toMatchObject({ wayBack: 'paste' })
    expect(await made.flow.start('loopback')).toMatchObject({ wayBack: 'loopback' })
  })

  it('F-212: a scheme that another program took falls back to loopback', async () => {
    const made = bench({ application: { wayBack: 'deep-link' }, isLinkHandler: () => false })
    expect(await made.flow.start(null)).toMatchObject({ step: 'waiting', wayBack: 'loopback' })
  })

  it('pasting works beside every way back', async () => {
    for (const wayBack of ['loopback', 'deep-link', 'paste'] as const) {
      const made = await waiting({ application: { wayBack } })
      answer(made, { code: 'c', state: made.request().state })
      await made.reached('confirming')
      expect(made.ledger.exchanges[0]?.redirectUri).toBe(made.request().redirectUri)
    }
  })
})
