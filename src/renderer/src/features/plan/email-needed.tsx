/** Fullscript knows patients by e-mail. Asked for here, saved to the chart, and the plan opens. */
import { Button, Text, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { fieldsOf, type Patient } from '../../../../shared/contract/patients'
import { emailSchema } from '../../../../shared/email'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useEmbedController } from '../../data/window-bridge'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName, isolated } from '../../ui/format'
import classes from './plan.module.css'

export function EmailNeeded({ patient }: { patient: Patient }) {
  const cache = useQueryClient()
  const controller = useEmbedController()
  const [email, setEmail] = useState('')
  const [wrong, setWrong] = useState(false)
  const save = useAction((bridge, address: string) =>
    bridge.patients.update({
      ...fieldsOf(patient),
      email: address,
      patientId: patient.id,
      version: patient.version,
    }),
  )
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const address = emailSchema.safeParse(email)
    if (!address.success) {
      setWrong(true)
      return
    }
    const result = await save.run(address.data)
    if (!result.ok) return
    cache.setQueryData(keys.patient(patient.id), result.value)
    controller.arm(patient.id)
  }
  return (
    <div className={classes.middle}>
      <form autoComplete="off" className={classes.column} onSubmit={(event) => void submit(event)} noValidate>
        <div>
          <Title order={2}>Fullscript needs an e-mail address</Title>
          <Text size="sm" c="dimmed">
            {isolated(fullName(patient))} has none in the chart yet. Fullscript sends the plan there and knows
            the patient by it.
          </Text>
        </div>
        <TextInput
          label="E-mail"
          type="email"
          value={email}
          onChange={(event) => {
            setEmail(event.currentTarget.value)
            setWrong(false)
          }}
          error={wrong && 'Enter an address such as name@example.org'}
          autoComplete="off"
          autoFocus
        />
        {save.failure && <FailureNotice failure={save.failure} />}
        <div className={classes.actions}>
          <Button type="submit" loading={save.pending}>
            Save and continue
          </Button>
          <Button variant="default" onClick={() => void controller.close(patient.id)}>
            Cancel
          </Button>
        </div>
      </form>
    </div>
  )
}
