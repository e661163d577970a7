/** Proves one grant for one mount, and the replacement of a lapsing one (F-401, F-402, F-407, F-508). */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SessionGrant } from '../../../../shared/contract/embed'
import { failed, type Result } from '../../../../shared/failures'
import { GRANT_MARGIN } from './embed-machine'
import { deferred, patientId, setUp } from '../../../../../tests/support/benches/embed'

let at: ReturnType<typeof setUp>

beforeEach(() => {
  at = setUp()
})

describe('the grant', () => {
  it('F-402: is given once for a mount and to nobody who was not told to mount', async () => {
    expect(await at.service.sessionGrant(1)).toMatchObject({ failure: { code: 'not-allowed' } })
    await at.toAsking()
    const both = await Promise.all([at.sessionGrant(), at.sessionGrant()])
    expect(both.map((result) => result.ok)).toEqual([true, false])
    expect(at.grants.issue).toHaveBeenCalledExactlyOnceWith({ mountId: 1 })
  })

  it('F-508: asked for a thousand times by one mount, one is given', async () => {
    await at.toAsking()
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => at.sessionGrant()))
    expect(answers.filter((result) => result.ok)).toHaveLength(1)
    expect(at.grants.issue).toHaveBeenCalledTimes(1)
  })

  it('its refusal becomes the failure that is shown', async () => {
    at.now.grant = () => failed('fullscript-not-connected')
    await at.toAsking()
    await at.sessionGrant()
    expect(at.steps().at(-1)).toBe('failed fullscript-not-connected')
  })

  it('F-407, F-507: one that arrives after the view was closed is not handed out', async () => {
    const late = deferred<Result<SessionGrant>>()
    at.grants.issue.mockReturnValueOnce(late.promise)
    await at.toAsking()
    const asked = at.sessionGrant()
    at.view().gone.resolve(undefined)
    await at.service.close({ patientId, sure: true })
    late.resolve(at.grantFor(120_000))
    expect(await asked).toMatchObject({ ok: false })
  })

  it('F-401: is replaced once, silently, before it lapses unused', async () => {
    at.now.grant = () => at.grantFor(15_000)
    await at.toAsking()
    await at.sessionGrant()
    at.clock.advance(15_000 - GRANT_MARGIN)
    expect(at.steps()).toEqual(['connecting', 'asking', 'loading', 'asking'])
    expect(at.view().mounted.map((one) => one.mountId)).toEqual([1, 2])
    await at.sessionGrant()
    at.clock.advance(15_000 - GRANT_MARGIN)
    expect(at.steps().at(-1)).toBe('failed embed-grant-expired')
    expect(at.grants.issue).toHaveBeenCalledTimes(2)
  })

  it('retry takes a fresh one, in a fresh view', async () => {
    await at.toReady()
    at.view().events.lost({ code: 'embed-crashed' })
    expect(at.steps().at(-1)).toBe('failed embed-crashed')
    at.service.retry({ patientId })
    await vi.waitFor(() => {
      expect(at.views).toHaveLength(2)
    })
    await at.toReady()
    expect(at.grants.issue).toHaveBeenCalledTimes(2)
    expect(at.steps().at(-1)).toBe('ready')
  })
})
