/**
 * Proves that an answer which starts the app finishes what its person began, over the real records and the local
 * Fullscript: after a kill and after a quit, for nobody else, once, and not for longer than ten minutes.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { startTrip, type Trip } from './connect-trip'

let trip: Trip
beforeEach(async () => {
  trip = await startTrip()
  await trip.flow.start('deep-link')
})

const rows = ({ rig }: Trip) => rig.database.selectFrom('fullscriptConnectAttempt').selectAll().execute()
const exchanges = ({ rig }: Trip) => rig.sent.filter(({ url }) => url.endsWith('/oauth/token')).length
const linkOf = async (of: Trip) => (await of.decide('authorize')).address

describe('F-206: a link that starts the app', () => {
  it.each(['kill', 'quit'] as const)('after a %s finishes when the same person signs in', async (after) => {
    const link = await linkOf(trip)
    const { links, attempts, flow, reached } = await trip.startAgain(after)
    expect(links.receive(link)).toBe('kept')
    expect(exchanges(trip)).toBe(0)

    await trip.rig.signIn('june')
    expect(attempts.answered).toBe(false)
    expect(await reached('confirming', 'failed')).toMatchObject({
      step: 'confirming',
      owner: { type: 'Practitioner', clinicName: 'Meadowlark Integrative Health' },
    })
    expect(await flow.confirmOwner(true)).toMatchObject({ step: 'connected' })
    expect(await rows(trip)).toEqual([])
    expect(links.receive(link)).not.toBe('taken')
    expect(exchanges(trip)).toBe(1)
  })

  it('does nothing for another person, and still finishes for the right one afterwards', async () => {
    const link = await linkOf(trip)
    const { links, attempts, flow, reached } = await trip.startAgain('kill')
    expect(links.receive(link)).toBe('kept')
    await trip.rig.signIn('priya')
    expect(flow.state).toEqual({ step: 'idle' })
    expect(attempts.answered).toBe(true)
    expect(exchanges(trip)).toBe(0)

    await trip.rig.signIn('june')
    expect(await reached('confirming', 'failed')).toMatchObject({ step: 'confirming' })
  })

  it('may also come after signing in', async () => {
    const link = await linkOf(trip)
    const { links, flow, reached } = await trip.startAgain('kill')
    await trip.rig.signIn('june')
    expect(flow.state).toMatchObject({ step: 'waiting', wayBack: 'deep-link' })
    expect(links.receive(link)).toBe('taken')
    expect(await reached('confirming', 'failed')).toMatchObject({ step: 'confirming' })
  })

  it('is worth nothing after ten minutes, and the attempt is gone', async () => {
    const link = await linkOf(trip)
    const { links, attempts, flow } = await trip.startAgain('kill')
    expect(links.receive(link)).toBe('kept')
    trip.clock.advance(600_000)
    expect(attempts.answered).toBe(false)
    await trip.rig.signIn('june')
    expect(flow.state).toEqual({ step: 'idle' })
    expect(await rows(trip)).toEqual([])
    expect(exchanges(trip)).toBe(0)
    const timedOut = { action: 'fullscript.connect', outcome: 'failed', subject: 'connect-timed-out' }
    expect(await trip.rig.audit()).toContainEqual(timedOut)
  })
})

it('F-114, F-206: an answer that was sent before a kill is not sent again', async () => {
  const link = await linkOf(trip)
  let sent: () => void = () => undefined
  const sending = new Promise<void>((resolve) => {
    sent = resolve
  })
  trip.rig.network.intercept = ({ url }) => {
    if (!url.endsWith('/oauth/token')) return null
    sent()
    return new Promise(() => undefined)
  }
  expect(trip.links.receive(link)).toBe('taken')
  await sending
  expect(await rows(trip)).toEqual([])
  const { links, flow } = await trip.startAgain('kill')
  expect(links.receive(link)).toBe('ignored')
  await trip.rig.signIn('june')
  expect(flow.state).toEqual({ step: 'idle' })
  expect(exchanges(trip)).toBe(1)
})

it('R-7636-04: neither state nor verifier is in the clear in the records', async () => {
  const state = new URL(trip.opened.at(-1) ?? '').searchParams.get('state') ?? ''
  const [row] = await rows(trip)
  const text = Object.values(row ?? {})
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join(' ')
  expect(state).toHaveLength(43)
  expect(row?.secretsSealed.length).toBeGreaterThan(100)
  expect(text).not.toContain(state)
  expect(text).not.toContain('codeVerifier')
})
