/**
 * Proves what becomes of a plan that is being built: several stay open beside each other, a lock keeps them for their
 * person and for nobody else, none is closed without a question, and what ends all the same is told to its owner.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '../../../../shared/failures'
import { LONGEST_AWAY } from './embed-service'
import { bounds, june, other, patientId, request, setUp } from '../../../../../tests/support/benches/embed'

const third = '44444444-4444-4444-8444-444444444444'
const fourth = '55555555-5555-4555-8555-555555555555'
const tomas = { ...june, id: 'another session', person: { ...june.person, id: other, username: 'tomas' } }
const juneAgain = { ...june, id: 'the session after' }

let at: ReturnType<typeof setUp>

beforeEach(() => {
  at = setUp()
})

const letGo = () => {
  for (const { gone } of at.views) gone.resolve(undefined)
}
const openOf = async () => {
  const plans = await at.service.plans()
  return plans.ok ? plans.value.map((plan) => [plan.patientId, plan.work]) : plans
}
const endedOf = async (session = juneAgain) => {
  const ended = await at.service.ended(session)
  return ended.ok ? ended.value.map((plan) => [plan.patientId, plan.why]) : ended
}
/** Ready, with something typed into it. */
const begun = async (of = patientId) => {
  await at.toReady(of)
  at.view().events.worked('keyed')
}

describe('open plans', () => {
  it('a second patient keeps the first one alive, hidden, and it comes back as it was without a grant', async () => {
    await begun()
    const [first] = at.views
    await at.toReady(other)
    expect(first?.destroyed).toBe(false)
    expect(first?.placed.at(-1)).toMatchObject({ visibility: 'hidden' })
    expect(await openOf()).toEqual([
      [patientId, 'maybe-unsent'],
      [other, 'untouched'],
    ])

    at.service.open({ ...request, feature: 'treatmentPlan' })
    expect(first?.placed.at(-1)).toEqual({ bounds, visibility: 'shown' })
    expect(at.view().placed.at(-1)).toMatchObject({ visibility: 'hidden' })
    expect(at.views).toHaveLength(2)
    expect(first?.mounted).toHaveLength(1)
    expect(at.grants.issue).toHaveBeenCalledTimes(2)
  })

  it('each page speaks for its own plan', async () => {
    await at.toReady()
    const [first] = at.views
    await at.toReady(other)
    const sent = { type: 'plan-activated', fullscriptPlanId: 'p', fullscriptPatientId: 'f' } as const
    await at.report({ ...sent, mountId: first?.mounted[0]?.mountId ?? 0 }, first)
    expect(at.intake.receive).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ patientId }))
    // With the number of another plan's mount it says nothing.
    await at.report({ ...sent, mountId: at.mountId() }, first)
    expect(at.intake.receive).toHaveBeenCalledTimes(1)
    expect(await at.service.report(99, { type: 'page-ready' })).toMatchObject({ ok: false })
  })

  it('a fourth is refused, and none of the three is touched', async () => {
    for (const one of [patientId, other, third]) await at.toReady(one)
    expect(at.service.open({ ...request, patientId: fourth })).toMatchObject({
      failure: { code: 'embed-too-many' },
    })
    expect(at.views.map(({ destroyed }) => destroyed)).toEqual([false, false, false])
    letGo()
    await at.service.close({ patientId: other, sure: false })
    expect(at.service.open({ ...request, patientId: fourth })).toMatchObject({ ok: true })
  })

  it('one that failed takes no place', async () => {
    for (const one of [patientId, other, third]) await at.toReady(one)
    at.view().events.lost({ code: 'embed-crashed' })
    expect(at.service.open({ ...request, patientId: fourth })).toMatchObject({ ok: true })
  })
})

describe('asking first', () => {
  it('closes nothing that may not be sent until the person is sure', async () => {
    await begun()
    letGo()
    expect(await at.service.close({ patientId, sure: false })).toEqual(ok({ closed: false }))
    expect(at.view().destroyed).toBe(false)
    expect(await at.service.close({ patientId, sure: true })).toEqual(ok({ closed: true }))
    expect(at.view().destroyed).toBe(true)
    expect(await endedOf()).toEqual([])
  })

  it('closes at once what was only looked at, and what was sent', async () => {
    await at.toReady()
    letGo()
    expect(await at.service.close({ patientId, sure: false })).toEqual(ok({ closed: true }))
    await begun()
    letGo()
    await at.report({
      type: 'plan-activated',
      mountId: at.mountId(),
      fullscriptPlanId: 'p',
      fullscriptPatientId: 'f',
    })
    expect(await openOf()).toEqual([[patientId, 'sent']])
    expect(await at.service.close({ patientId, sure: false })).toEqual(ok({ closed: true }))
    expect(await endedOf()).toEqual([])
  })

  it('tells the window as soon as there is something to ask for', async () => {
    await at.toReady()
    expect(at.service.unsent).toBe(false)
    at.view().events.worked('keyed')
    at.view().events.worked('keyed')
    expect(at.told.map(({ work }) => work).filter((work) => work === 'maybe-unsent')).toHaveLength(1)
    expect(at.service.unsent).toBe(true)
  })

  it('a view that stopped working is told where it stood, and not a second time once that was seen', async () => {
    await begun()
    at.view().events.lost({ code: 'embed-crashed' })
    expect(at.steps().at(-1)).toBe('failed embed-crashed')
    expect(await endedOf()).toEqual([])
    letGo()
    await at.service.close({ patientId, sure: false })
    expect(await endedOf()).toEqual([])
  })
})

describe('a lock', () => {
  it('takes the view off the window and out of reach at once, and keeps it', async () => {
    await begun()
    const locked = at.lock()
    expect(at.view().away).toBe(true)
    await locked
    expect(at.view().destroyed).toBe(false)
    expect(at.view().placed.at(-1)).toMatchObject({ visibility: 'hidden' })
    // Nothing of it is to be had, whoever asks.
    const placed = at.view().placed.length
    at.service.place({ patientId, bounds, visible: true })
    at.service.focus({ patientId })
    expect(at.view().placed).toHaveLength(placed)
    expect(at.view().focused).toBe(0)
    expect(await at.service.plans()).toEqual(ok([]))
    expect(await at.service.picture({ patientId })).toEqual(ok(null))
    expect(at.service.unsent).toBe(false)
    const told = at.told.length
    at.view().events.worked('keyed')
    expect(at.told).toHaveLength(told)
  })

  it('the same person gets it back as it was, without a grant', async () => {
    await begun()
    await at.lock()
    at.clock.advance(LONGEST_AWAY - 1)
    await at.signIn(juneAgain)
    expect(at.view().away).toBe(false)
    expect(await openOf()).toEqual([[patientId, 'maybe-unsent']])
    at.service.place({ patientId, bounds, visible: true })
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'shown' })
    expect(at.grants.issue).toHaveBeenCalledTimes(1)
    expect(await endedOf()).toEqual([])
    at.clock.advance(LONGEST_AWAY)
    expect(at.view().destroyed).toBe(false)
  })

  it('ends after an hour, and its owner is told why', async () => {
    await begun()
    await at.lock()
    letGo()
    at.clock.advance(LONGEST_AWAY)
    expect(at.view().destroyed).toBe(true)
    await at.signIn(juneAgain)
    expect(await openOf()).toEqual([])
    expect(await endedOf()).toEqual([[patientId, 'locked-too-long']])
    await at.service.endedSeen(juneAgain, patientId)
    expect(await endedOf()).toEqual([])
  })

  it('another person finds nothing of it and is told nothing; its owner is told', async () => {
    await begun()
    await at.lock()
    letGo()
    await at.signIn(tomas)
    expect(at.view().destroyed).toBe(true)
    expect(await openOf()).toEqual([])
    expect(await endedOf(tomas)).toEqual([])
    expect(await endedOf()).toEqual([[patientId, 'another-person']])
  })

  it('one that was only looked at ends without a word', async () => {
    await at.toReady()
    await at.lock()
    letGo()
    await at.signIn(tomas)
    expect(at.view().destroyed).toBe(true)
    expect(await endedOf()).toEqual([])
  })

  it('one that was still opening, or only made ahead, does not wait', async () => {
    await at.toAsking()
    letGo()
    await at.lock()
    expect(at.view().destroyed).toBe(true)
    expect(at.clock.pendingTimers).toBe(0)
  })

  it('ends where the chart was closed to its person meanwhile', async () => {
    await begun()
    await at.lock()
    letGo()
    at.now.closedCharts.add(patientId)
    await at.signIn(juneAgain)
    expect(at.view().destroyed).toBe(true)
    expect(await endedOf()).toEqual([[patientId, 'access-lost']])
  })

  it('ends where its person may write no plans any more', async () => {
    await begun()
    await at.lock()
    letGo()
    await at.signIn({ ...juneAgain, person: { ...june.person, capabilities: [] } })
    expect(at.view().destroyed).toBe(true)
    expect(await endedOf()).toEqual([[patientId, 'access-lost']])
  })

  it('a view that stops working behind it is told after it', async () => {
    await begun()
    await at.lock()
    const told = at.told.length
    at.view().events.lost({ code: 'embed-crashed' })
    expect(at.told).toHaveLength(told)
    await at.signIn(juneAgain)
    const plans = await at.service.plans()
    expect(plans).toMatchObject({ value: [{ state: { step: 'failed' }, work: 'maybe-unsent' }] })
  })
})

describe('other ends', () => {
  it.each([
    ['signing out', 'signed-out', () => at.signOut()],
    ['quitting', 'stopped', () => at.service.shutDown('stopped')],
    ['a connection that ended', 'disconnected', () => at.service.shutDown('disconnected')],
  ] as const)('%s is told', async (_name, why, end) => {
    await begun()
    letGo()
    await end()
    expect(await endedOf()).toEqual([[patientId, why]])
  })

  it('what ended before anybody could write it down was open when Yarrow stopped', async () => {
    await begun()
    await vi.waitFor(() => {
      expect(at.unsent.rows.size).toBe(1)
    })
    const [kept] = at.unsent.rows.values()
    expect(kept?.why).toBe('stopped')
  })

  it('a chart that is closed to the person at work closes its plan at once', async () => {
    await begun()
    letGo()
    await at.service.accessChanged(patientId)
    expect(at.view().destroyed).toBe(false)
    at.now.closedCharts.add(patientId)
    await at.service.accessChanged(patientId)
    expect(at.view().destroyed).toBe(true)
    expect(await endedOf()).toEqual([[patientId, 'access-lost']])
  })
})
