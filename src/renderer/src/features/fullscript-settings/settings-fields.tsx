/** The settings themselves. The secret goes in and never comes out again. */
import { Checkbox, NativeSelect, PasswordInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { FullscriptSettings, FullscriptSettingsInput } from '../../../../shared/bridge/fullscript'
import { keys } from '../../bridge/queries'
import { useDraft } from '../../bridge/drafts'
import { useAction } from '../../bridge/use-action'
import { DataList } from '../../components/data-list'
import { DraftRestored } from '../../components/draft-restored'
import { FailureNotice } from '../../components/failure-notice'
import { formatEnvironment, formatMoment } from '../../components/format'
import { SaveButtons } from '../../components/save-buttons'
import { useShortcuts } from '../../components/shortcuts'
import { useLocale } from '../../components/use-locale'
import { Advanced } from './advanced'
import classes from './practice-settings.module.css'
import { checkForm, toForm, type SettingsForm } from './settings-form'

const WAYS = [
  { value: 'loopback', label: 'Local address (recommended)' },
  { value: 'deep-link', label: 'Link that opens Yarrow' },
  { value: 'paste', label: 'Paste the address by hand' },
]

export function SettingsFields({ settings }: { settings: FullscriptSettings }) {
  const cache = useQueryClient()
  const locale = useLocale()
  const form = useForm<SettingsForm>({ initialValues: toForm(settings) })
  const draft = useDraft('fullscript:settings', form, { omit: ['clientSecret'] })
  const save = useAction((bridge, input: FullscriptSettingsInput) => bridge.fullscript.saveSettings(input))

  const submit = async () => {
    const checked = checkForm(form.getValues())
    if (!checked.ok) {
      form.setErrors(checked.errors)
      return
    }
    const result = await save.run(checked.input)
    if (!result.ok) return
    cache.setQueryData(keys.settings, result.value)
    void cache.invalidateQueries({ queryKey: keys.connection })
    form.setInitialValues(toForm(result.value))
    form.setValues(toForm(result.value))
    notifications.show({
      message: 'Settings saved',
      autoClose: 4000,
      closeButtonProps: { 'aria-label': 'Dismiss' },
    })
  }
  const dirty = form.isDirty()
  useShortcuts([['save', () => dirty && void submit()]])

  const values = form.getValues()
  const local = values.environment === 'local'
  const ownHosts = local || values.ownHosts
  const secretText = settings.hasClientSecret
    ? `Stored${settings.clientSecretSetAt === null ? '' : `, last replaced ${formatMoment(settings.clientSecretSetAt, locale)}`}. Type a new one to replace it.`
    : 'Not entered yet'
  return (
    <form
      autoComplete="off"
      className={classes.fields}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <DraftRestored draft={draft} />
      <NativeSelect
        label="Environment"
        data={settings.available.map((value) => ({ value, label: formatEnvironment(value) }))}
        {...form.getInputProps('environment')}
      />
      {ownHosts ? (
        <div className={classes.hosts}>
          <TextInput label="API address" {...form.getInputProps('hosts.api')} />
          <TextInput label="Sign-in page" {...form.getInputProps('hosts.authorize')} />
          <TextInput label="Embedded feature" {...form.getInputProps('hosts.embed')} />
        </div>
      ) : values.environment === settings.environment ? (
        <DataList
          rows={[
            { label: 'API address', value: settings.hosts.api, mono: true },
            { label: 'Sign-in page', value: settings.hosts.authorize, mono: true },
            { label: 'Embedded feature', value: settings.hosts.embed, mono: true },
          ]}
        />
      ) : (
        <Text size="sm" c="dimmed">
          The addresses of this environment are filled in when you save.
        </Text>
      )}
      {!local && (
        <Checkbox label="Use other addresses" {...form.getInputProps('ownHosts', { type: 'checkbox' })} />
      )}
      <Checkbox
        label="This app was created before 26 August 2021"
        description="Such apps connect a whole clinic. Newer ones connect each person, which is the usual way."
        checked={values.authorization === 'clinic'}
        onChange={(event) =>
          form.setFieldValue('authorization', event.currentTarget.checked ? 'clinic' : 'person')
        }
      />
      <TextInput
        label="Client ID"
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('clientId')}
      />
      <PasswordInput
        label="Client secret"
        description={secretText}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder={settings.hasClientSecret ? '••••••••••••' : ''}
        autoComplete="off"
        {...form.getInputProps('clientSecret')}
      />
      <TextInput
        label="Public key"
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('publicKey')}
      />
      <TextInput
        label="Origin URI"
        description="Must be the same as in Fullscript’s dashboard"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        spellCheck={false}
        {...form.getInputProps('originUri')}
      />
      <NativeSelect label="Way back from the browser" data={WAYS} {...form.getInputProps('wayBack')} />
      {values.wayBack === 'loopback' && (
        <TextInput
          label="Ports"
          description="Empty: any free port. Otherwise these, in order, as registered in the dashboard"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="Any free port"
          {...form.getInputProps('loopbackPorts')}
        />
      )}
      <Advanced form={form} />
      {save.failure && <FailureNotice failure={save.failure} />}
      <SaveButtons dirty={dirty} saving={save.pending} discard={() => form.reset()} />
    </form>
  )
}
