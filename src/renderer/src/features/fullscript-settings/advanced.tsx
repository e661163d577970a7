/** What Fullscript's documents leave open. Nobody has to look here unless connecting fails although all else is right. */
import { Checkbox, NativeSelect, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
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
  return (
    <details className={classes.advanced}>
      <summary>Advanced</summary>
      <div className={classes.fields}>
        <Text size="sm" c="dimmed">
          Fullscript does not say how it handles these. They are set to what is most likely right; change one
          only if connecting fails although everything above is as in the dashboard.
        </Text>
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
