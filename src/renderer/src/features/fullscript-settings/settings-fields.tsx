/** The settings themselves. The secret goes in and never comes out again. */
import { Checkbox, NativeSelect, PasswordInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import {
  environmentSchema,
  type Environment,
  type EnvironmentSettings,
  type FullscriptSettingsInput,
} from '../../../../shared/contract/fullscript'
import { keys } from '../../data/queries'
import { useDraft } from '../../data/drafts'
import { useAction } from '../../data/use-action'
import { DescriptionList } from '../../ui/description-list'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { formatEnvironment, formatMoment } from '../../ui/format'
import { markFields } from '../../ui/mark-fields'
import { SaveButtons } from '../../ui/save-buttons'
import { useShortcuts } from '../../ui/shortcuts'
import { useLocale } from '../../ui/use-locale'
import { Advanced } from './advanced'
import classes from './practice-settings.module.css'
import { checkForm, reasonFor, toForm, type SettingsForm } from './settings-form'

const WAYS = [
  { value: 'loopback', label: 'Local address (recommended)' },
  { value: 'deep-link', label: 'Link that opens Yarrow' },
  { value: 'paste', label: 'Paste the address by hand' },
]

const FEATURES = [
  { value: 'treatmentPlan', label: 'Plan builder' },
  { value: 'platform', label: 'Platform: catalogue, plans and labs' },
]

type Props = {
  settings: EnvironmentSettings
  /** The environment that the practice works with. */
  inUse: Environment
  available: Environment[]
  /** Shows the settings of another environment; what is typed here stays as a draft. */
  look: (environment: Environment) => void
}

export function SettingsFields({ settings, inUse, available, look }: Props) {
  const cache = useQueryClient()
  const locale = useLocale()
  const form = useForm<SettingsForm>({ initialValues: toForm(settings) })
  const { environment } = settings
  const draft = useDraft(`fullscript:settings:${environment}`, form, { omit: ['clientSecret'] })
  const save = useAction((bridge, input: FullscriptSettingsInput) => bridge.fullscript.saveSettings(input))

  const submit = async () => {
    const checked = checkForm(form.getValues())
    if (!checked.ok) {
      markFields(form, checked.errors)
      return
    }
    const result = await save.run(checked.input)
    if (!result.ok) {
      const { code, detail = '' } = result.failure
      const refused = code === 'invalid-input' ? reasonFor(detail, form.getValues()) : {}
      if (markFields(form, refused)) save.forget()
      return
    }
    cache.setQueryData(keys.settings, result.value)
    void cache.invalidateQueries({ queryKey: keys.connection })
    form.setInitialValues(toForm(result.value))
    form.setValues(toForm(result.value))
    notifications.show({
      message: 'Settings saved',
      autoClose: 4000,
    })
  }
  const dirty = form.isDirty() || environment !== inUse
  useShortcuts([['save', () => dirty && void submit()]])

  const values = form.getValues()
  const local = environment === 'local'
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
        description={
          environment === inUse
            ? 'In use'
            : `In use is ${formatEnvironment(inUse)}. Save these settings to use this one.`
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={available.map((value) => ({ value, label: formatEnvironment(value) }))}
        value={environment}
        onChange={(event) => look(environmentSchema.parse(event.currentTarget.value))}
      />
      {ownHosts ? (
        <div className={classes.hosts}>
          <TextInput label="API address" {...form.getInputProps('hosts.api')} />
          <TextInput label="Sign-in page" {...form.getInputProps('hosts.authorize')} />
          <TextInput label="Embedded feature" {...form.getInputProps('hosts.embed')} />
        </div>
      ) : settings.ownHosts ? (
        <Text size="sm" c="dimmed">
          The addresses that Fullscript publishes are filled in when you save.
        </Text>
      ) : (
        <DescriptionList
          rows={[
            { label: 'API address', value: settings.hosts.api, mono: true },
            { label: 'Sign-in page', value: settings.hosts.authorize, mono: true },
            { label: 'Embedded feature', value: settings.hosts.embed, mono: true },
          ]}
        />
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
      <NativeSelect
        label="“Add plan” opens"
        description="Both bring the plan back into the chart"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={FEATURES}
        {...form.getInputProps('feature')}
      />
      <Advanced form={form} />
      {save.failure && <FailureNotice failure={save.failure} />}
      <SaveButtons
        dirty={dirty}
        saving={save.pending}
        discard={() => (form.isDirty() ? form.reset() : look(inUse))}
      />
    </form>
  )
}
