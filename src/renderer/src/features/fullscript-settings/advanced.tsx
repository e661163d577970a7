/** What Fullscript's documents leave open. Nobody has to look here unless connecting fails although all else is right. */
import { Checkbox, NativeSelect, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import classes from './practice-settings.module.css'
import type { SettingsForm } from './settings-form'

const CREDENTIALS = [
  { value: 'body', label: 'In the body (as documented)' },
  { value: 'header', label: 'In the Authorization header' },
]
const BODIES = [
  { value: 'json', label: 'JSON (as documented)' },
  { value: 'form', label: 'Form' },
]

export function Advanced({ form }: { form: UseFormReturnType<SettingsForm> }) {
  const [opened, setOpened] = useState(false)
  const { wayBack, anyPort } = form.getValues()
  return (
    <details
      className={classes.advanced}
      // A field that was refused is never out of sight.
      open={opened || form.errors['loopbackPorts'] !== undefined}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>Advanced</summary>
      <div className={classes.fields}>
        <Text size="sm" c="dimmed">
          Fullscript does not say how it handles these. They are set to what is most likely right; change one
          only if connecting fails although everything above is as in the dashboard.
        </Text>
        {wayBack !== 'paste' && (
          <>
            <TextInput
              label="Ports"
              description="Of the local address, in the order they are tried. Register each in the dashboard; both must be free on every computer"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              disabled={anyPort}
              {...form.getInputProps('loopbackPorts')}
            />
            <Checkbox
              label="Use any free port"
              description="Fullscript asks for exactly the registered address and answers “Page not found” to any other port. Only for a server that takes every port of this computer"
              {...form.getInputProps('anyPort', { type: 'checkbox' })}
            />
          </>
        )}
        <Checkbox
          label="Prove with PKCE that the answer from the browser is ours"
          description="A server that does not know it ignores it"
          {...form.getInputProps('assumptions.pkce', { type: 'checkbox' })}
        />
        <NativeSelect
          label="Client ID and client secret are sent"
          data={CREDENTIALS}
          {...form.getInputProps('assumptions.clientCredentials')}
        />
        <NativeSelect
          label="Requests for tokens are sent as"
          data={BODIES}
          {...form.getInputProps('assumptions.tokenBody')}
        />
        <Checkbox
          label="Mark each change so that a repeat counts once"
          description="Sends an Idempotency-Key header"
          {...form.getInputProps('assumptions.idempotencyKey', { type: 'checkbox' })}
        />
      </div>
    </details>
  )
}
