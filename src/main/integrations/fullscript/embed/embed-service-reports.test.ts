/** Proves what the embed makes of silence and of what its page reports: watchdogs, plans, the wrong-patient guard (F-805, F-809 to F-812). */
import { beforeEach, describe, expect, it } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { PATIENCE } from './embed-machine'
import { patientId, setUp } from '../../../../../tests/support/benches/embed'

let at: ReturnType<typeof setUp>

beforeEach(() => {
  at = setUp()
})

describe('silence and reports', () => {
  it('F-809: nothing for twenty seconds while loading is a failure, and progress begins the wait anew', async () => {
    await at.toAsking()
    await at.sessionGrant()
    at.clock.advance(PATIENCE.loading - 1)
    await at.report({ type: 'loading', mountId: at.mountId() })
    at.clock.advance(PATIENCE.loading - 1)
    expect(at.steps().at(-1)).toBe('loading')
    at.clock.advance(1)
    expect(at.steps().at(-1)).toBe('failed embed-silent')
  })

  it('F-812: leaves no timer behind', async () => {
    await at.toReady()
    expect(at.clock.pendingTimers).toBe(0)
  })

  it('F-811: a plan that was sent is passed on by its ids', async () => {
    await at.toReady()
    await at.report({
      type: 'plan-activated',
      mountId: at.mountId(),
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs',
    })
    expect(at.intake.receive).toHaveBeenCalledExactlyOnceWith({
      patientId,
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs',
    })
  })

  it('F-811: reports of another mount, or before Fullscript is there, do nothing', async () => {
    await at.toAsking()
    const plan = { type: 'plan-activated', fullscriptPlanId: 'plan', fullscriptPatientId: 'fs' } as const
    await at.report({ ...plan, mountId: at.mountId() })
    await at.report({ ...plan, mountId: at.mountId() + 1 })
    expect(at.intake.receive).not.toHaveBeenCalled()
  })

  it('F-810: a plan or a choice for somebody else takes the view down, and nothing is imported', async () => {
    at.now.patient = ok({ id: 'fs-ada' })
    await at.toReady()
    await at.report({
      type: 'plan-activated',
      mountId: at.mountId(),
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
    expect(at.intake.receive).not.toHaveBeenCalled()
  })

  it('F-810: after somebody was chosen in the frame, the plan must be for that patient', async () => {
    await at.toReady()
    const id = at.mountId()
    await at.report({ type: 'patient-selected', mountId: id, fullscriptPatientId: 'fs-ada' })
    expect(at.patients.selected).toHaveBeenCalledWith({ patientId, fullscriptPatientId: 'fs-ada' })
    await at.report({
      type: 'plan-activated',
      mountId: id,
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
  })

  it('F-810: a choice that the registry knows to be somebody else takes the view down', async () => {
    at.now.selected = failed('embed-wrong-patient')
    await at.toReady()
    await at.report({
      type: 'patient-selected',
      mountId: at.mountId(),
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
  })

  it('F-805: a flood of reports is cut off', async () => {
    await at.toReady()
    at.clock.advance(1_000)
    const results = await Promise.all(
      Array.from({ length: 200 }, () => at.report({ type: 'message-dropped', mountId: 0, reason: 'source' })),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(50)
    at.clock.advance(1_000)
    expect(await at.report({ type: 'page-ready' })).toEqual(ok(null))
  })
})
