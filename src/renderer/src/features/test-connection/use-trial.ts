/**
 * The test with a sign-in: an attempt of its own, from the button to the browser and back, then the steps with what it
 * brought. Nothing of it stays unless the person keeps it; leaving the page ends it.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ConnectState } from '../../../../shared/contract/fullscript'
import type { Failure, FailureCode } from '../../../../shared/failures'
import { keys, useConnectState } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useBridgeEvent } from '../../data/use-bridge-event'
import type { StepState } from './test-step'

/** Ends that Fullscript sends the browser back with: the redirect worked, the consent did not. */
const SENT_BACK: readonly FailureCode[] = [
  'connect-denied',
  'connect-provider-error',
  'fullscript-trouble',
  'fullscript-busy',
  'fullscript-app-refused',
]
/** Steps in which the attempt is still this page's to end. */
const OPEN: readonly ConnectState['step'][] = ['preparing', 'waiting', 'exchanging', 'confirming']

export type TrialStep = 'consent' | 'redirect' | 'oauth'
/** `deciding`: every step is done and the person says whether to keep it. */
export type TrialPhase = 'none' | 'under-way' | 'deciding' | 'kept' | 'forgotten' | 'ended'

/** `runSteps`: the steps that need no browser; answers when the last one has. */
export function useTrial(runSteps: () => Promise<void>) {
  const cache = useQueryClient()
  const state = useConnectState().value ?? { step: 'idle' }
  const [phase, setPhase] = useState<TrialPhase>('none')
  const [steps, setSteps] = useState<Partial<Record<TrialStep, StepState>>>({})
  const [cameBack, setCameBack] = useState(false)

  const connect = useAction(async (bridge) => {
    const result = await bridge.fullscript.connect({ wayBack: null, trial: true })
    if (result.ok) cache.setQueryData(keys.connect, result.value)
    return result
  })
  const decide = useAction(async (bridge, accept: boolean) => {
    const result = await bridge.fullscript.confirmOwner({ accept })
    if (result.ok) cache.setQueryData(keys.connect, result.value)
    return result
  })
  const cancel = useAction((bridge) => bridge.fullscript.cancelConnect())

  const back = () => {
    setCameBack(true)
    setSteps({ consent: { state: 'passed' }, redirect: { state: 'passed' } })
  }
  const failed = (failure: Failure) => {
    const refused: StepState = { state: 'refused', failure }
    setPhase('ended')
    if (cameBack) setSteps((before) => ({ ...before, oauth: refused }))
    else if (SENT_BACK.includes(failure.code)) setSteps({ consent: refused, redirect: { state: 'passed' } })
    else setSteps({ consent: refused })
  }
  const follow = (next: ConnectState) => {
    if (phase !== 'under-way') return
    if (next.step === 'exchanging') back()
    if (next.step === 'failed') failed(next.failure)
    if (next.step === 'idle') {
      setPhase('none')
      setSteps({})
    }
    if (next.step !== 'confirming') return
    back()
    void runSteps().then(() => {
      // Meanwhile a lock or another page may have ended it.
      setPhase((now) => (now === 'under-way' ? 'deciding' : now))
    })
  }
  useBridgeEvent((on) => on.fullscript.connectChanged, follow)

  const start = async () => {
    setPhase('under-way')
    setCameBack(false)
    setSteps({ consent: { state: 'running' } })
    const result = await connect.run(undefined)
    const failure = !result.ok ? result.failure : result.value.step === 'failed' ? result.value.failure : null
    if (failure === null) return
    setPhase('ended')
    setSteps({ consent: { state: 'refused', failure } })
  }
  const finish = async (keep: boolean) => {
    const result = await decide.run(keep)
    if (!result.ok) return
    const { value } = result
    setPhase(value.step === 'connected' ? 'kept' : keep && value.step === 'failed' ? 'ended' : 'forgotten')
  }
  const leave = useEffectEvent(() => {
    const ours = phase === 'under-way' || phase === 'deciding'
    if (ours && OPEN.includes(state.step)) void cancel.run(undefined)
  })
  useEffect(() => () => leave(), [])

  return { phase, steps, state, start, finish, deciding: decide.pending, failure: decide.failure }
}
