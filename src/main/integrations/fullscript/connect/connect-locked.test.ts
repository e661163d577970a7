/**
 * Proves what becomes of an attempt when Yarrow locks while its person is in the browser: it and its answer wait for that
 * person until the same deadline, nobody else sees or disturbs it, and who lost it is told.
 */
import { describe, expect, it } from 'vitest'
import { ok } from '../../../../shared/failures'
import { ATTEMPT_MILLISECONDS } from './attempt'
import { DONE_PAGE, WAITING_PAGE } from './loopback-page'
import { codeChallenge } from './pkce'
import {
  listens,
  navigation,
  sendRaw,
  statusOf,
  type ConnectBench,
} from '../../../../../tests/support/benches/connect'
import { answer, bench, startAgain } from '../../../../../tests/support/benches/connect-attempts'

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
    expect(made.rows.size).toBe(0)
  })

  it.each(['loopback', 'deep-link', 'paste'] as const)(
    'by %s without an answer it waits on, until the same deadline',
    async (way) => {
      const made = bench()
      made.links.ready(made.attempts)
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
    expect(made.rows.size).toBe(0)
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
    expect(made.rows.size).toBe(0)
  })

  it('what was past waiting has ended, and its owner is told', async () => {
    const made = bench()
    await made.flow.start('paste')
    answer(made, { code: 'c', state: made.request().state })
    await made.reached('confirming')
    await lock(made)
    await made.become('ada')
    expect(made.flow.state).toEqual(TOLD)
  })

  it('after a kill nobody listens any more, and its owner is told', async () => {
    const before = bench()
    await before.flow.start(null)
    const again = await startAgain(before)
    await again.become('ada')
    expect(again.flow.state).toEqual(TOLD)
    expect(again.rows.size).toBe(0)
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
