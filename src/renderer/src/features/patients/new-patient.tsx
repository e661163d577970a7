/** A new patient in one dialog; whoever may be the same person is shown while the name is typed. */
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useDraft, useDraftStore } from '../../data/drafts'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { useBridge } from '../../data/window-bridge'
import type { WindowBridge } from '../../../../shared/contract'
import type { PatientFields, PatientRow } from '../../../../shared/contract/patients'
import { ok } from '../../../../shared/failures'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDate, isolated, listName, parsePhone } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { Dialog } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import { BECAUSE, lookalikesAmong, searchesFor, type Lookalike, type Newcomer } from './lookalikes'
import { checkForm, EMPTY, splitName, type PatientForm } from './patient-form'
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
  const bridge = useBridge()
  const cache = useQueryClient()
  const [initialValues] = useState(() => ({ ...EMPTY, ...splitName(name) }))
  const form = useForm<PatientForm>({ initialValues })
  const drafts = useDraftStore()
  const draft = useDraft(DRAFT, form, { saysAlways: true })
  const create = useAction((main, fields: PatientFields) => main.patients.create(fields))
  /** Who is there already under the same name and birth date, and what was typed when it was found out. */
  const [double, setDouble] = useState<{ patient: PatientRow; of: string } | null>(null)
  const newcomer = newcomerOf(form.values)
  const asked = double !== null && double.of === identityOf(newcomer) ? double.patient : null

  const submit = async (values: PatientForm) => {
    const checked = checkForm(values, today())
    if (!checked.ok) {
      form.setErrors(checked.errors)
      return
    }
    // Asked once; who saves again means a second chart.
    if (asked === null) {
      const [first] = await lookalikesOf(bridge, newcomerOf(values))
      if (first?.because === 'same') {
        setDouble({ patient: first.patient, of: identityOf(newcomerOf(values)) })
        return
      }
    }
    const result = await create.run(checked.fields)
    if (!result.ok) return
    drafts.discard(DRAFT)
    cache.setQueryData(keys.patient(result.value.id), result.value)
    void cache.invalidateQueries({ queryKey: keys.patients })
    void navigate(`/patients/${result.value.id}`)
  }

  return (
    <form autoComplete="off" onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
      <Stack gap={16}>
        <DraftRestored draft={draft} />
        <IdentityInputs form={form} />
        <ContactInputs form={form} />
        {asked === null && <Lookalikes newcomer={newcomer} />}
        {asked !== null && <AlreadyThere patient={asked} />}
        {create.failure && <FailureNotice failure={create.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.pending}>
            {asked === null ? 'Add patient' : 'Add a second chart'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** One question before there are two charts of one person. Never a ban: two people may share name and birth date. */
function AlreadyThere({ patient }: { patient: PatientRow }) {
  const locale = useLocale()
  return (
    <Notice
      title={`${isolated(listName(patient))} is already in the practice`}
      action={
        <Button component={Link} to={`/patients/${patient.id}`} variant="default" size="compact-sm">
          Open chart {patient.chartNumber}
        </Button>
      }
    >
      With the same birth date{patient.birthDate === null ? '' : `, ${formatDate(patient.birthDate, locale)}`}
      . Add a second chart only for another person.
    </Notice>
  )
}

const newcomerOf = ({ givenName, familyName, birthDate, email, phone }: PatientForm): Newcomer => ({
  givenName,
  familyName,
  birthDate,
  email,
  phone: parsePhone(phone),
})
const identityOf = ({ givenName, familyName, birthDate }: Newcomer) =>
  JSON.stringify([givenName, familyName, birthDate])

const PER_SEARCH = 10

/** Whoever is alike, by every way to find them. A search that fails finds nobody: adding is never kept from anybody. */
async function lookalikesOf(bridge: WindowBridge, newcomer: Newcomer): Promise<Lookalike[]> {
  const found = await Promise.all(
    searchesFor(newcomer).map((query) => bridge.patients.search({ query, limit: PER_SEARCH, offset: 0 })),
  )
  return lookalikesAmong(
    newcomer,
    found.flatMap((result) => (result.ok ? result.value.rows : [])),
  )
}

function Lookalikes({ newcomer }: { newcomer: Newcomer }) {
  const locale = useLocale()
  const [settled] = useDebouncedValue(newcomer, 120)
  const enough = searchesFor(settled).length > 0
  const alike = useCall(
    [...keys.patients, 'alike', settled],
    async (bridge) => ok(await lookalikesOf(bridge, settled)),
    { enabled: enough, keepPrevious: true },
  ).value
  if (!enough || !alike || alike.length === 0) return null
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        Already in the practice?
      </Text>
      {alike.map(({ patient, because }) => (
        <Text size="sm" key={patient.id}>
          <Anchor component={Link} to={`/patients/${patient.id}`} size="sm" underline="always">
            <bdi>{listName(patient)}</bdi>
          </Anchor>{' '}
          <Text span c="dimmed" size="sm">
            {patient.restriction === 'closed'
              ? 'restricted chart'
              : patient.birthDate
                ? formatDate(patient.birthDate, locale)
                : 'no birth date'}{' '}
            · chart {patient.chartNumber} · {BECAUSE[because]}
          </Text>
        </Text>
      ))}
    </div>
  )
}
