/** Proves which answer of the browser is taken: one, of this attempt, from this issuer; every other leaves it waiting. */
import { describe, expect, it } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { sessionOf, type ConnectBench } from '../../../../../tests/support/benches/connect'
import { answer, waiting } from '../../../../../tests/support/benches/connect-attempts'

const unusable = failed('connect-address-unusable')
const steps = (made: ConnectBench) => made.states.map(({ step }) => step)

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

  it('B16: of two readings of a pasted address the one with the right state is taken', async () => {
    const made = await waiting()
    const { redirectUri, state } = made.request()
    const broken = `${redirectUri}?code=the-code&state=${state.slice(0, 9)}=\n${state.slice(9)}`
    expect(made.flow.paste(broken)).toEqual(ok(null))
    await made.reached('confirming')
    expect(made.ledger.exchanges).toMatchObject([{ code: 'the-code' }])
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
