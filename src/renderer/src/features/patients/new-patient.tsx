/** A new patient in one dialog; whoever may be the same person is shown while the name is typed. */
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useDraft, useDraftStore } from '../../bridge/drafts'
import { keys } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { useCall } from '../../bridge/use-call'
import type { PatientFields } from '../../../../shared/bridge/patients'
import { DraftRestored } from '../../components/draft-restored'
import { FailureNotice } from '../../components/failure-notice'
import { formatDate, listName } from '../../components/format'
import { Dialog } from '../../components/overlays'
import { useLocale } from '../../components/use-locale'
import { checkForm, EMPTY, type PatientForm } from './patient-form'
import { ContactInputs, IdentityInputs } from './patient-inputs'
import { today } from './today'

type Props = { opened: boolean; close: () => void; name: string }

export function NewPatient({ opened, close, name }: Props) {
  return (
    <Dialog opened={opened} onClose={close} title="New patient" size={680}>
      <NewPatientForm close={close} name={name} />
    </Dialog>
  )
}

const DRAFT = 'patient:new'

function NewPatientForm({ close, name }: { close: () => void; name: string }) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [initialValues] = useState(() => ({ ...EMPTY, ...split(name) }))
  const form = useForm<PatientForm>({ initialValues })
  const drafts = useDraftStore()
  const draft = useDraft(DRAFT, form)
  const create = useAction((bridge, fields: PatientFields) => bridge.patients.create(fields))

  const submit = async (values: PatientForm) => {
    const checked = checkForm(values, today())
    if (!checked.ok) {
      form.setErrors(checked.errors)
      return
    }
    const result = await create.run(checked.fields)
    if (!result.ok) return
    drafts.discard(DRAFT)
    cache.setQueryData(keys.patient(result.value.id), result.value)
    void cache.invalidateQueries({ queryKey: keys.patients })
    void navigate(`/patients/${result.value.id}`)
  }

  const cancel = () => {
    drafts.discard(DRAFT)
    close()
  }

  return (
    <form autoComplete="off" onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
      <Stack gap={16}>
        <DraftRestored draft={draft} />
        <IdentityInputs form={form} />
        <ContactInputs form={form} />
        <Lookalikes givenName={form.values.givenName} familyName={form.values.familyName} />
        {create.failure && <FailureNotice failure={create.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.pending}>
            Add patient
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** "rosa parks" → given and family name, as a start. */
function split(name: string) {
  const words = name.trim().split(/\s+/)
  const familyName = words.length > 1 ? (words.pop() ?? '') : ''
  return { givenName: words.join(' '), familyName }
}

function Lookalikes({ givenName, familyName }: { givenName: string; familyName: string }) {
  const locale = useLocale()
  const [query] = useDebouncedValue(`${givenName} ${familyName}`.trim(), 120)
  const enough = givenName.trim().length > 1 && familyName.trim().length > 1
  const rows = useCall(
    [...keys.patients, 'alike', query],
    (bridge) => bridge.patients.search({ query, limit: 3, offset: 0 }),
    { enabled: enough, keepPrevious: true },
  ).value?.rows
  if (!enough || !rows || rows.length === 0) return null
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        Already in the practice?
      </Text>
      {rows.map((patient) => (
        <Text size="sm" key={patient.id}>
          <Anchor component={Link} to={`/patients/${patient.id}`} size="sm" underline="always">
            {listName(patient)}
          </Anchor>{' '}
          <Text span c="dimmed" size="sm">
            {patient.restriction === 'closed'
              ? 'restricted chart'
              : patient.birthDate
                ? formatDate(patient.birthDate, locale)
                : 'no birth date'}{' '}
            · chart {patient.chartNumber}
          </Text>
        </Text>
      ))}
    </div>
  )
}
