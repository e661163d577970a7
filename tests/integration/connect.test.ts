/**
 * Proves connecting from end to end over HTTP: the real flow with its real listener and ledger on one side, the
 * local Fullscript's sign-in and consent pages on the other, and a browser by hand between them.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import type { WayBack } from '../../src/shared/contract/fullscript'
import { ok } from '../../src/shared/failures'
import { startTrip, type Trip } from './connect-trip'
import type { Rig } from './tokens-rig'

const requests = (rig: Rig) => rig.sent.filter(({ url }) => url.endsWith('/oauth/token'))

let trip: Trip
beforeEach(async () => {
  trip = await startTrip()
})

describe('loopback', () => {
  it('R-6749-07: sign in, agree, back at the page without the code, confirm who it is', async () => {
    const { flow, browser, reached, rig } = trip
    expect(await flow.start(null)).toMatchObject({ step: 'waiting', wayBack: 'loopback' })
    const page = await trip.decide('authorize')
    expect(page).toMatchObject({ status: 200 })
    expect(page.body).toContain('You can go back to Yarrow')
    expect(page.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fullscript\/local\/done$/)

    const confirming = await reached('confirming', 'failed')
    expect(confirming).toMatchObject({
      owner: { type: 'Practitioner', clinicName: 'Meadowlark Integrative Health' },
      previousOwner: null,
    })
    expect(await flow.confirmOwner(true)).toMatchObject({ step: 'connected' })
    expect(await rig.services.connections.current()).toMatchObject({
      ok: true,
      value: { state: 'connected' },
    })

    const sent = new URL(trip.opened[0] ?? '').searchParams
    const exchanged = JSON.parse(requests(rig)[0]?.body ?? '{}') as Record<string, string>
    expect(exchanged['redirect_uri']).toBe(sent.get('redirect_uri'))
    // The code was in one address only, which the browser left at once.
    expect(browser.visited.filter((address) => address.includes('code='))).toHaveLength(1)
  })

  it('R-DK-10: who agreed before is back at once, without a page to agree on', async () => {
    const { flow, reached } = trip
    await flow.start(null)
    await trip.decide('authorize')
    await reached('confirming')
    await flow.confirmOwner(true)
    await flow.start(null)
    const page = await trip.browser.get(trip.opened.at(-1) ?? '')
    expect(page.body).toContain('You can go back to Yarrow')
    expect(await reached('confirming', 'failed')).toMatchObject({
      step: 'confirming',
      previousOwner: { clinicName: 'Meadowlark Integrative Health' },
    })
  })

  it('F-117: who cancels at Fullscript comes back to a clear end, and nothing is exchanged', async () => {
    const { flow, rig } = trip
    await flow.start(null)
    const page = await trip.decide('cancel')
    expect(page.body).toContain('You can go back to Yarrow')
    expect(flow.state).toEqual({ step: 'failed', failure: { code: 'connect-denied' } })
    expect(requests(rig)).toEqual([])
    expect(await rig.audit()).toContainEqual({
      action: 'fullscript.connect',
      outcome: 'refused',
      subject: 'connect-denied',
    })
  })

  it('R-DK-01: a code that is too old is refused by Fullscript, in words', async () => {
    const { flow, rig, reached } = trip
    await flow.start(null)
    rig.sandbox.control.changeSettings({ codeSeconds: -1 })
    await trip.decide('authorize')
    expect(await reached('failed')).toMatchObject({ failure: { code: 'connect-code-refused' } })
    expect(requests(rig)).toHaveLength(1)
  })

  it('R-7636-05: a server that knows no PKCE works, and state is still asked for', async () => {
    const { flow, rig, reached, browser } = trip
    rig.sandbox.control.changeSettings({ pkce: false })
    await flow.start(null)
    const { searchParams } = new URL(trip.opened[0] ?? '')
    const forged = await browser.get(`${searchParams.get('redirect_uri') ?? ''}?code=forged&state=wrong`)
    expect(forged.status).toBe(400)
    expect(flow.state).toMatchObject({ step: 'waiting', unexpectedResponse: true })
    await trip.decide('authorize')
    expect(await reached('confirming', 'failed')).toMatchObject({ step: 'confirming' })
  })

  it('R-9700-04, R-8252-07: the code of another attempt is refused by Fullscript, because the verifier is another', async () => {
    const { flow, rig, reached, opened } = trip
    await flow.start(null)
    const byLink = withRedirect(opened[0] ?? '', 'com.yarrowehr.desktop:/fullscript/local/callback')
    const first = await trip.decide('authorize', byLink)
    const stolen = new URL(first.location ?? '').searchParams.get('code') ?? ''
    await flow.start(null)
    const { searchParams } = new URL(opened.at(-1) ?? '')
    const query = new URLSearchParams({ code: stolen, state: searchParams.get('state') ?? '' }).toString()
    expect(flow.paste(`${searchParams.get('redirect_uri') ?? ''}?${query}`)).toEqual(ok(null))
    expect(await reached('failed')).toMatchObject({ failure: { code: 'connect-code-refused' } })
    expect(requests(rig)).toHaveLength(1)
  })
})

describe('R-DK-08: an address that is not registered', () => {
  it('brings the browser to a 404 and nobody back; the wait has a deadline', async () => {
    const { flow, rig, clock } = trip
    rig.sandbox.control.changeApplication(rig.application.clientId, {
      redirectUris: ['https://elsewhere.example/cb'],
    })
    await flow.start(null)
    expect((await trip.browser.get(trip.opened[0] ?? '')).status).toBe(404)
    expect(flow.state.step).toBe('waiting')
    clock.advance(600_000)
    expect(flow.state).toEqual({ step: 'failed', failure: { code: 'connect-timed-out' } })
  })
})

describe.each<[WayBack, (trip: Trip, address: string) => unknown]>([
  ['deep-link', ({ links }, address) => links.receive(address)],
  ['paste', ({ flow }, address) => flow.paste(address).ok && 'taken'],
])('%s', (wayBack, hand) => {
  it('brings the same answer back by its own address', async () => {
    const { flow, reached } = trip
    expect(await flow.start(wayBack)).toMatchObject({ step: 'waiting', wayBack })
    // Nothing listens where a pasted address comes from: the browser shows the address and an error.
    const address = await trip.decide('authorize').then(
      (page) => page.address,
      () => trip.browser.visited.at(-1) ?? '',
    )
    expect(address).toContain('code=')
    expect(hand(trip, address)).toBe('taken')
    expect(await reached('confirming', 'failed')).toMatchObject({ step: 'confirming' })
    expect(await flow.confirmOwner(true)).toMatchObject({ step: 'connected' })
  })
})

/** The same request with another registered address to come back to. */
function withRedirect(address: string, redirectUri: string): string {
  const url = new URL(address)
  url.searchParams.set('redirect_uri', redirectUri)
  return url.toString()
}
