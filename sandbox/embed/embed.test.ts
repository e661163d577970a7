/** Proves grants, tokenize, frame-ancestors and the in-frame flow at the level of HTTP (mission/004, fullscript.md 5, 7). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, Browser, hiddenField, postJson } from '../test-client'

const ORIGIN = 'https://app.yarrow.localhost'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ https: false })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const ask = (name: string, body: unknown = {}, level: 'role' | 'clinic' = 'role') => {
  const { clientId } = applicationOf(sandbox, level)
  const pair = sandbox.control.issueTokens({ clientId, user: accountOf(sandbox, name).email })
  return postJson(`${sandbox.http}/api/clinic/embeddable/session_grants`, body, {
    authorization: `Bearer ${pair?.accessToken ?? ''}`,
  })
}

const entry = (parameters: Record<string, string>, path = 'embed/entry') => {
  const query = new URLSearchParams({
    public_key: applicationOf(sandbox).publicKey,
    frame_id: 'a-frame',
    target_origin: ORIGIN,
    ...parameters,
  })
  return `/api/embeddable/session/${path}?${query.toString()}`
}

const secretOf = async (name: string) => String((await ask(name)).body['secret_token'])
const ancestors = (response: Response) =>
  /frame-ancestors ([^;]+)/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
type Outbox = { origin: string; messages: { type: string; payload: Record<string, unknown> }[] }
const outboxOf = (page: string): Outbox =>
  JSON.parse(/id="outbox">([^<]*)</.exec(page)?.[1] ?? 'null') as Outbox

describe('session grants', () => {
  it('answer 200 unwrapped, 48 letters and digits, for the user of the token', async () => {
    const { status, body } = await ask('Priya Raman')
    expect(status).toBe(200)
    expect(body['secret_token']).toMatch(/^[A-Za-z0-9]{48}$/)
    expect(body).toMatchObject({
      claimed_at: null,
      user: { id: accountOf(sandbox, 'Priya Raman').id, type: 'Staff' },
    })
    const left = Date.parse(String(body['expires_at'])) - sandbox.control.now()
    expect(left).toBeGreaterThan(110_000)
    expect(left).toBeLessThanOrEqual(120_000)
  })

  it('need user_id and user_type from a clinic-level application only', async () => {
    const account = accountOf(sandbox, 'Tomas Okafor')
    expect((await ask('June Hartwell', {}, 'clinic')).status).toBe(422)
    const stranger = { user_id: accountOf(sandbox, 'Ines Valderrama').id, user_type: 'Practitioner' }
    expect((await ask('June Hartwell', stranger, 'clinic')).status).toBe(404)
    const given = await ask('June Hartwell', { user_id: account.id, user_type: 'Practitioner' }, 'clinic')
    expect(given.body['user']).toEqual({ id: account.id, type: 'Practitioner' })
  })

  it('F-401 F-402 are claimed once, within 120 seconds, by their own application', async () => {
    const browser = new Browser(sandbox.http)
    const late = await secretOf('June Hartwell')
    sandbox.control.advance(120_000)
    expect((await browser.get(entry({ secret_token: late }))).status).toBe(401)
    const secret = await secretOf('June Hartwell')
    const foreign = { secret_token: secret, public_key: applicationOf(sandbox, 'clinic').publicKey }
    expect((await browser.get(entry(foreign))).status).toBe(401)
    expect((await browser.get(entry({ secret_token: secret }))).status).toBe(302)
    const again = await browser.get(entry({ secret_token: secret }))
    expect(again.status).toBe(401)
    expect(await again.text()).toContain('INVALID_SECRET_TOKEN: The secret_token was invalid or missing.')
    expect(sandbox.control.counters()).toMatchObject({ grantsIssued: 2, grantsClaimed: 1, grantsRefused: 3 })
    expect(sandbox.control.state().grants.filter((grant) => grant.claimedAt !== null)).toHaveLength(1)
  })
})

describe('tokenize', () => {
  const address = () => `${sandbox.http}/api/embeddable/tokenize`

  it('answers the preflight of a page of another origin', async () => {
    const answer = await fetch(address(), {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
        'access-control-request-private-network': 'true',
      },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(answer.headers.get('access-control-allow-headers')).toBe('Content-Type')
    expect(answer.headers.get('access-control-allow-private-network')).toBe('true')
  })

  it('gives a token for details, and lets the page read it', async () => {
    const answer = await postJson(address(), { data: { first_name: 'Noah' } }, { origin: ORIGIN })
    expect(typeof answer.body['data_token']).toBe('string')
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect((await postJson(address(), {})).status).toBe(422)
  })
})

describe('frame-ancestors', () => {
  it('name the registered origins, or nobody for an unknown key or origin, and then no grant is claimed', async () => {
    const browser = new Browser(sandbox.http)
    const secret = await secretOf('June Hartwell')
    const wrongs: Record<string, string>[] = [
      { target_origin: 'https://app.yarrow.localhost:444' },
      { target_origin: 'http://app.yarrow.localhost' },
      { public_key: 'unknown' },
    ]
    for (const wrong of wrongs) {
      const answer = await browser.get(entry({ secret_token: secret, ...wrong }))
      expect(ancestors(answer)).toBe("'none'")
    }
    const bad = await browser.get(entry({ secret_token: 'x' }))
    expect(ancestors(bad)).toBe(ORIGIN)
    expect((await browser.get(entry({ secret_token: secret }))).status).toBe(302)
    expect(ancestors(await browser.get('/embed/app'))).toBe(ORIGIN)
  })
})

describe('the frame', () => {
  it('sets a cookie for cross-site frames and leads away from the secret', async () => {
    const answer = await new Browser(sandbox.http).get(
      entry({ secret_token: await secretOf('Tomas Okafor') }),
    )
    expect(answer.headers.get('location')).toBe('/embed/app')
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=None$/)
  })

  it('asks staff and the store owner for the practitioner, and nobody else', async () => {
    for (const [name, asks] of [
      ['Priya Raman', true],
      ['June Hartwell', true],
      ['Tomas Okafor', false],
    ] as const) {
      const browser = new Browser(sandbox.http)
      await browser.get(entry({ secret_token: await secretOf(name) }))
      const page = await (await browser.get('/embed/app')).text()
      expect(page.includes('data-testid="practitioners"'), name).toBe(asks)
    }
  })

  it('sends a plan: one message, one event, one plan', async () => {
    const browser = new Browser(sandbox.http)
    const patient = sandbox.control.patients().find((one) => one.firstName === 'Noah')
    const { body } = await postJson(`${sandbox.http}/api/embeddable/tokenize`, { data: { id: patient?.id } })
    await browser.get(
      entry({ secret_token: await secretOf('Tomas Okafor'), data_token: String(body['data_token']) }),
    )
    const page = await (await browser.get('/embed/app?q=quiet+night')).text()
    const authenticity_token = hiddenField(page, 'authenticity_token')
    const variant_id = /<option value="([^"]+)">\s*60 capsules/.exec(page)?.[1] ?? ''
    expect(
      (await browser.post('/embed/app/lines/add', { authenticity_token: 'forged', variant_id })).status,
    ).toBe(401)
    await browser.post('/embed/app/lines/add', { authenticity_token, variant_id })
    const sent = await (
      await browser.post('/embed/app/send', { authenticity_token, message: 'Sleep well' })
    ).text()
    const { origin, messages } = outboxOf(sent)
    expect(origin).toBe(ORIGIN)
    expect(messages.map(({ type }) => type)).toEqual(['a-frame.treatmentPlan.activated'])
    expect(messages[0]?.payload).toMatchObject({
      type: 'treatmentPlan.activated',
      oauth: { clientId: applicationOf(sandbox).clientId },
    })
    const repeated = await (await browser.post('/embed/app/send', { authenticity_token, message: '' })).text()
    expect(outboxOf(repeated).messages).toEqual([])
    expect(sandbox.control.counters().plansActivated).toBe(1)
  })

  it('answers an unknown patient id with the selector, or with INVALID_PATIENT_ID where switched so', async () => {
    const offered = await postJson(`${sandbox.http}/api/embeddable/tokenize`, { data: { id: 'unknown' } })
    const data_token = String(offered.body['data_token'])
    const browser = new Browser(sandbox.http)
    expect(
      (await browser.get(entry({ secret_token: await secretOf('Tomas Okafor'), data_token }))).status,
    ).toBe(302)
    expect(await (await browser.get('/embed/app')).text()).toContain('data-testid="patient-search"')
    sandbox.control.changeSettings({ unknownPatient: 'error' })
    const refused = await browser.get(entry({ secret_token: await secretOf('Tomas Okafor'), data_token }))
    expect(await refused.text()).toContain('INVALID_PATIENT_ID: The patient_id was invalid or missing.')
  })

  it('escapes what the host page sent', async () => {
    const data = { first_name: '<img src=x onerror=alert(1)>', last_name: '"quoted"' }
    const offered = await postJson(`${sandbox.http}/api/embeddable/tokenize`, { data })
    const browser = new Browser(sandbox.http)
    const data_token = String(offered.body['data_token'])
    await browser.get(entry({ secret_token: await secretOf('Tomas Okafor'), data_token }))
    expect(await (await browser.get('/embed/app')).text()).not.toContain('<img src=x')
  })
})
