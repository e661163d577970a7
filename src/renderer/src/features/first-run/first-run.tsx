/**
 * The first start of a practice: from nothing to its first administrator, one question at a time. What was typed stays
 * while somebody goes back and forth; nothing is written before the password is chosen.
 */
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Welcome } from '../../../../shared/contract/accounts'
import { adoptSession, keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { BackupsStep } from './backups-step'
import { EMPTY_FORM, stepErrors, toPractice, type FirstRunForm, type Step } from './first-run-form'
import { FullscriptStep, RecoveryStep } from './last-steps'
import { PasswordStep } from './password-step'
import { PersonStep } from './person-step'
import { PracticeStep } from './practice-step'
import { GuideFrame } from './stepper'
import { WelcomeChoice } from './welcome'

type Props = {
  /** Called with true before anybody can be signed in; the guide stays until `finished`. */
  hold: (held: boolean) => void
  finished: (place: string) => void
}

export function FirstRun({ hold, finished }: Props) {
  const cache = useQueryClient()
  const [step, setStep] = useState<Step | 'welcome'>('welcome')
  const [password, setPassword] = useState('')
  const [welcome, setWelcome] = useState<Welcome | null>(null)
  const form = useForm<FirstRunForm>({ initialValues: EMPTY_FORM })
  const create = useAction((bridge, input: { password: string }) =>
    bridge.setup.createPractice({ ...toPractice(form.getValues()), ...input }),
  )

  const goOn = (from: Step, next: Step) => {
    const errors = stepErrors(from, form.getValues())
    form.setErrors(errors)
    const [wrong] = Object.keys(errors)
    if (wrong === undefined) setStep(next)
    else form.getInputNode(wrong)?.focus()
  }
  const goTo = (to: Step | 'welcome') => {
    form.clearErrors()
    create.forget()
    setStep(to)
  }
  const make = async () => {
    hold(true)
    const result = await create.run({ password })
    if (!result.ok) {
      hold(false)
      return
    }
    setWelcome(result.value)
    setStep('recovery')
    adoptSession(cache, { state: 'open', person: result.value.person })
  }
  const finish = (place: string) => {
    cache.setQueryData(keys.setup, { needed: false, demo: false, restored: null })
    void cache.invalidateQueries({ queryKey: keys.names })
    finished(place)
  }

  if (step === 'welcome') return <WelcomeChoice setUp={() => setStep('practice')} />
  return (
    <GuideFrame step={step} goTo={welcome ? null : goTo}>
      {step === 'practice' && (
        <PracticeStep form={form} back={() => goTo('welcome')} next={() => goOn('practice', 'person')} />
      )}
      {step === 'person' && (
        <PersonStep form={form} back={() => goTo('practice')} next={() => goOn('person', 'password')} />
      )}
      {step === 'password' && (
        <PasswordStep
          username={form.getValues().username}
          names={[form.getValues().practiceName, form.getValues().displayName]}
          password={password}
          setPassword={setPassword}
          failure={create.failure}
          pending={create.pending}
          back={() => goTo('person')}
          next={() => void make()}
        />
      )}
      {step === 'recovery' && welcome && <RecoveryStep welcome={welcome} next={() => setStep('backups')} />}
      {step === 'backups' && (
        <BackupsStep
          password={password}
          next={() => {
            setPassword('')
            setStep('fullscript')
          }}
        />
      )}
      {step === 'fullscript' && <FullscriptStep finish={finish} />}
    </GuideFrame>
  )
}
