/** What holds for everybody at this practice: its name, and when Yarrow locks by itself. */
import { counted } from '../../../../shared/plural'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { IDLE_LOCK_MINUTES, type PracticeSettings } from '../../../../shared/contract/practice'
import type { SessionState } from '../../../../shared/contract/people'
import { useDraft } from '../../data/drafts'
import { useCan } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { Lines } from '../../ui/lines'
import { Page } from '../../ui/page'
import { nameProblem } from '../../ui/person-form'
import { SaveButtons } from '../../ui/save-buttons'
import { useShortcuts } from '../../ui/shortcuts'
import { Backups } from './backups'
import classes from './practice-page.module.css'
import { RecordsKey } from './records-key'

export function PracticePage() {
  const mayChange = useCan('practice:settings')
  const mayBackUp = useCan('backups:manage')
  const settings = useCall(keys.practice, (bridge) => bridge.practice.settings())
  return (
    <Page title="Practice settings" intro="The same for everybody who works here.">
      {settings.failure ? (
        <FailureNotice
          failure={settings.failure}
          action={<Button onClick={settings.again}>Try again</Button>}
        />
      ) : settings.value ? (
        <>
          <Fields settings={settings.value} />
          {mayBackUp && <Backups />}
          {mayChange && <RecordsKey />}
        </>
      ) : (
        <Lines count={3} height={32} />
      )}
    </Page>
  )
}

type PracticeForm = { name: string; idleLockMinutes: string }
const toForm = ({ name, idleLockMinutes }: PracticeSettings): PracticeForm => ({
  name,
  idleLockMinutes: String(idleLockMinutes),
})
const minutes = (count: number) => ({
  value: String(count),
  label: counted(count, 'minute'),
})

function Fields({ settings }: { settings: PracticeSettings }) {
  const cache = useQueryClient()
  const form = useForm<PracticeForm>({ initialValues: toForm(settings) })
  const draft = useDraft('practice', form)
  const save = useAction((bridge, input: Pick<PracticeSettings, 'name' | 'idleLockMinutes'>) =>
    bridge.practice.saveSettings(input),
  )
  const submit = async () => {
    const { name, idleLockMinutes } = form.getValues()
    const problem = nameProblem(name, 'Enter the practice’s name')
    if (problem) {
      form.setErrors({ name: problem })
      return
    }
    const result = await save.run({ name, idleLockMinutes: Number(idleLockMinutes) })
    if (!result.ok) return
    cache.setQueryData(keys.practice, result.value)
    cache.setQueryData<SessionState>(keys.session, (session) =>
      session?.state === 'open'
        ? { ...session, person: { ...session.person, practiceName: result.value.name } }
        : session,
    )
    void cache.invalidateQueries({ queryKey: keys.names })
    form.setInitialValues(toForm(result.value))
    form.setValues(toForm(result.value))
    notifications.show({
      message: 'Settings saved',
      autoClose: 4000,
    })
  }
  const dirty = form.isDirty()
  useShortcuts([['save', () => dirty && void submit()]])
  const known = [...new Set([...IDLE_LOCK_MINUTES, settings.idleLockMinutes])].sort((a, b) => a - b)

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
      <TextInput
        label="Name of the practice"
        autoComplete="off"
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label="Lock after"
        description="Without a key or the pointer, also while the Fullscript view is open. Work stays as it is until its person comes back; a plan that is open in Fullscript waits for an hour, unless somebody else signs in."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={known.map(minutes)}
        {...form.getInputProps('idleLockMinutes')}
      />
      {save.failure && <FailureNotice failure={save.failure} />}
      <SaveButtons dirty={dirty} saving={save.pending} discard={() => form.reset()} />
    </form>
  )
}
