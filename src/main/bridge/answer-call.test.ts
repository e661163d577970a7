/** Proves the order of checks of one call and that nothing but a Result ever comes back (F-502 to F-510). */
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { CallContract } from '../../shared/contract/contract'
import { failed, ok } from '../../shared/failures'
import { ManualClock } from '../platform/clock/manual-clock'
import { TokenBucket } from '../platform/clock/token-bucket'
import { silentLogger } from '../platform/logging/logger'
import { answerCall, type Call, type Gate } from './answer-call'
import { CALL_PACE } from './pace'
import { draftsCalls, LONGEST_DRAFT } from '../../shared/contract/drafts'
import { LIMITS, refuseInput } from './size-guard'
import { isTrustedSender } from './trusted-sender'

const CONTRACT = {
  input: z.object({ id: z.string().max(50) }),
  output: z.string(),
  capability: 'patients:read',
  audit: null,
} satisfies CallContract

const setUp = (more: Partial<Call> = {}) => {
  const person = { session: 'one' as string | null, may: true }
  const handler = vi.fn((input: { id: string }) => ok(`got ${input.id}`))
  const call: Call = {
    name: 'area.name',
    contract: CONTRACT,
    handler: handler,
    ...more,
  }
  const gate: Gate = { sessionId: () => person.session, allowed: () => person.may }
  const logger = { ...silentLogger, warn: vi.fn(), error: vi.fn() }
  const answer = (input: unknown, trusted = true) =>
    answerCall(call, input, trusted, { gate, logger, newReference: () => 'REFERENCE' })
  return { person, handler, logger, answer }
}

describe('one call', () => {
  it('answers what the handler found, checked', async () => {
    const { answer } = setUp()
    expect(await answer({ id: 'x' })).toEqual({ ok: true, value: 'got x' })
  })

  it('E-17, F-505: an untrusted sender reaches neither schema nor handler and is not told why', async () => {
    const { answer, handler } = setUp()
    expect(await answer({ id: 'x' }, false)).toEqual({ ok: false, failure: { code: 'not-allowed' } })
    expect(handler).not.toHaveBeenCalled()
  })

  it('F-506: signed out is signed out, and a missing capability is not allowed', async () => {
    const { answer, person, handler } = setUp()
    person.may = false
    expect(await answer({ id: 'x' })).toMatchObject({ failure: { code: 'not-allowed' } })
    person.session = null
    expect(await answer({ id: 'x' })).toMatchObject({ failure: { code: 'signed-out' } })
    expect(handler).not.toHaveBeenCalled()
  })

  it('F-502: every wrong type is a stable failure, and the handler never sees it', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    const wrong: unknown[] = [
      undefined,
      null,
      0,
      NaN,
      Infinity,
      '',
      'x',
      true,
      [],
      [1],
      Symbol.iterator,
      10n,
      new Date(),
      new Map([[1, 2]]),
      new Set(),
      new ArrayBuffer(8),
      new Uint8Array(8),
      /x/,
      new Error('x'),
      () => 1,
      circular,
      new Proxy({}, {}),
      Object.create({ id: 'inherited' }),
      { id: 1 },
      { id: {} },
      { id: 'x'.repeat(51) },
      new Array(1e6),
    ]
    const { answer, handler } = setUp()
    for (const input of wrong) {
      expect(await answer(input), String(wrong.indexOf(input))).toMatchObject({
        failure: { code: 'invalid-input' },
      })
    }
    expect(handler).not.toHaveBeenCalled()
  })

  it('F-503: nothing pollutes a prototype, and keys that could are refused', async () => {
    const { answer, handler } = setUp()
    for (const text of [
      '{"id":"x","__proto__":{"polluted":1}}',
      '{"id":"x","constructor":{"prototype":{"polluted":1}}}',
      '{"id":"x","more":{"prototype":1}}',
    ]) {
      expect(await answer(JSON.parse(text))).toMatchObject({ failure: { code: 'invalid-input' } })
    }
    await answer({ id: 'x', extra: 'dropped' })
    expect(handler).toHaveBeenCalledExactlyOnceWith({ id: 'x' })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('F-503: a getter that throws becomes a failure like any other', async () => {
    const { answer } = setUp()
    const trap = Object.defineProperty({}, 'id', {
      enumerable: true,
      get: () => {
        throw new Error('trap')
      },
    })
    expect(await answer(trap)).toMatchObject({ ok: false })
  })

  it('F-507: what was found for a session that has ended or changed is dropped', async () => {
    for (const after of [null, 'two']) {
      const { answer, person } = setUp({
        handler: () => {
          person.session = after
          return ok('secret')
        },
      })
      expect(await answer({ id: 'x' })).toEqual({ ok: false, failure: { code: 'signed-out' } })
    }
  })

  it('F-507: only the call that ends the session itself is answered after its end', async () => {
    const { answer, person } = setUp({
      contract: { ...CONTRACT, endsSession: true },
      handler: () => {
        person.session = null
        return ok('bye')
      },
    })
    expect(await answer({ id: 'x' })).toEqual({ ok: true, value: 'bye' })
  })

  it('F-510: an exception becomes `unexpected` with a reference that the log has too, and nothing of its text', async () => {
    const { answer, logger } = setUp({
      handler: () => {
        throw new Error('token abc at /home/x')
      },
    })
    const result = await answer({ id: 'x' })
    expect(result).toEqual({ ok: false, failure: { code: 'unexpected', reference: 'REFERENCE' } })
    expect(logger.error).toHaveBeenCalledWith(
      'Call failed',
      expect.objectContaining({ reference: 'REFERENCE' }),
    )
  })

  it('F-510: an answer that does not fit its schema is not sent, and one that has more is cut to it', async () => {
    const contract = {
      input: z.undefined(),
      output: z.object({ name: z.string() }),
      capability: 'anyone' as const,
      audit: null,
    }
    const more = setUp({ contract, handler: () => ok({ name: 'x', accessToken: 'secret' }) })
    expect(await more.answer(undefined)).toEqual({ ok: true, value: { name: 'x' } })
    const wrong = setUp({ contract, handler: () => ok({ accessToken: 'secret' }) })
    expect(await wrong.answer(undefined)).toMatchObject({ failure: { code: 'unexpected' } })
  })

  it('F-508: the same call a thousand times in one moment reaches the handler only as often as the pace allows', async () => {
    const clock = new ManualClock()
    const { answer, handler, logger } = setUp({ pace: new TokenBucket(clock, CALL_PACE) })
    const flood = () => Promise.all(Array.from({ length: 1_000 }, () => answer({ id: 'a' })))
    const results = await flood()
    expect(results.filter(({ ok: done }) => done)).toHaveLength(CALL_PACE.capacity)
    expect(results.at(-1)).toEqual(failed('too-fast'))
    expect(handler).toHaveBeenCalledTimes(CALL_PACE.capacity)
    expect(logger.warn).not.toHaveBeenCalled()
    clock.advance(10 * CALL_PACE.refillMilliseconds)
    expect((await flood()).filter(({ ok: done }) => done)).toHaveLength(10)
  })

  it('F-508: who is not trusted uses up nothing of the pace', async () => {
    const { answer } = setUp({
      pace: new TokenBucket(new ManualClock(), { capacity: 1, refillMilliseconds: 1 }),
    })
    for (let time = 0; time < 10; time += 1) await answer({ id: 'a' }, false)
    expect(await answer({ id: 'a' })).toEqual(ok('got a'))
  })

  it('passes failures of the handler on as they are', async () => {
    const { answer } = setUp({ handler: () => failed('fullscript-busy', { retryAt: 5 }) })
    expect(await answer({ id: 'x' })).toEqual({ ok: false, failure: { code: 'fullscript-busy', retryAt: 5 } })
  })
})

describe('the size guard', () => {
  const deep = (depth: number): unknown => {
    let value: unknown = 'x'
    for (let level = 0; level < depth; level += 1) value = { a: value }
    return value
  }

  it('F-504: refuses huge text, many keys, long lists and depth, and lets what fits through', () => {
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [`k${String(number)}`, 1]))
    for (const value of ['x'.repeat(16_000_000), keys, new Array(1e6).fill(1), deep(100_000), { a: keys }]) {
      expect(refuseInput(value)).toBe('too-large')
    }
    expect(refuseInput(deep(LIMITS.depth))).toBeNull()
    expect(
      refuseInput({ text: 'x'.repeat(1_000), list: [1, 2, { three: null }], none: undefined }),
    ).toBeNull()
  })

  it('lets a draft at its own limit through', () => {
    const key = 'k'.repeat(200)
    expect(refuseInput({ key, text: 'x'.repeat(LONGEST_DRAFT) })).toBeNull()
    const { input } = draftsCalls.save
    expect(input.safeParse({ key, text: 'x'.repeat(LONGEST_DRAFT) }).success).toBe(true)
    expect(input.safeParse({ key, text: 'x'.repeat(LONGEST_DRAFT + 1) }).success).toBe(false)
  })

  it('F-504: many small texts count together', () => {
    expect(refuseInput(Array.from({ length: 1_000 }, () => 'x'.repeat(1_000)))).toBe('too-large')
  })

  it('F-504: looks at no more than its limits allow, so its work is bounded', () => {
    let looked = 0
    const watched = new Proxy(new Array(1_000_000).fill('x'), {
      get: (target, name) => {
        looked += 1
        return Reflect.get(target, name) as unknown
      },
    })
    refuseInput(watched)
    expect(looked).toBeLessThan(LIMITS.nodes * 3)
  })
})

describe('the sender', () => {
  const page = { origin: 'app://yarrow', contentsId: 7 }
  const main = { origin: 'app://yarrow', parent: null }
  const from = (senderFrame: typeof main | null, id = 7) => ({ senderFrame, sender: { id } })

  it('E-17, F-505: only the page itself, from its own origin, is trusted', () => {
    expect(isTrustedSender(from(main), page)).toBe(true)
    const refused: [string, ReturnType<typeof from>][] = [
      ['a detached frame', from(null)],
      ['a frame that is leaving', from({ ...main, detached: true } as never)],
      ['a frame in the page', from({ ...main, parent: {} } as never)],
      ['another origin', from({ ...main, origin: 'https://us.fullscript.com' })],
      ['no origin', from({ ...main, origin: 'null' })],
      ['data:', from({ ...main, origin: '' })],
      ['a look-alike', from({ ...main, origin: 'app://yarrow.evil' })],
      ['another contents with our origin', from(main, 8)],
    ]
    for (const [name, event] of refused) expect(isTrustedSender(event, page), name).toBe(false)
  })

  it('F-505, F-509: a frame that has gone, which Electron answers by throwing, is not trusted', () => {
    const gone = {
      parent: null,
      get origin(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    }
    expect(isTrustedSender(from(gone), page)).toBe(false)
  })

  it('E-17: nobody is trusted while the page does not exist', () => {
    expect(isTrustedSender(from(main), null)).toBe(false)
  })
})
