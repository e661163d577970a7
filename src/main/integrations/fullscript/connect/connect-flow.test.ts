/**
 * Proves the way from the button to an owner who is confirmed: one exchange, a named end for what fails on it, nothing
 * secret left over, what does not even begin, and which way back is taken.
 */
import { describe, expect, it } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { connectStateSchema } from '../../../../shared/contract/fullscript'
import { codeChallenge } from './pkce'
import { application, owner, type ConnectBench } from '../../../../../tests/support/benches/connect'
import type { Deliver } from './callbacks'
import { answer, bench, waiting } from '../../../../../tests/support/benches/connect-attempts'

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
        callbacks: [
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

  it('a test that is not kept leaves nothing to tell of a connection', async () => {
    const made = await waiting()
    await made.flow.start(null, true)
    answer(made, { code: 'c', state: made.request().state })
    await made.reached('confirming')
    expect(await made.flow.confirmOwner(false)).toEqual({ step: 'idle' })
    expect(made.ledger.calls.at(-1)).toBe('refuse')
    await made.flow.start(null, true)
    made.flow.cancel()
    expect(made.flow.state).toEqual({ step: 'idle' })
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
