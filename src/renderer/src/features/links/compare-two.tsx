/** The chart's patient and Fullscript's, side by side; what differs is said in words. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { MatchQuestion } from '../../../../shared/contract/links'
import { DataList } from '../../ui/data-list'
import { formatDate, formatDay, formatPhone, formatSex, isolated } from '../../ui/format'
import { useLocale } from '../../ui/use-locale'
import classes from './links.module.css'

type Field = MatchQuestion['fields'][number]

const LABELS = {
  givenName: 'Given name',
  familyName: 'Family name',
  birthDate: 'Birth date',
  email: 'E-mail',
  phone: 'Phone',
  sex: 'Sex',
} as const satisfies Record<Field['field'], string>

type Props = {
  question: MatchQuestion
  pending: boolean
  /** Null: this person may look and not answer. */
  answer: ((same: boolean) => void) | null
}

export function CompareTwo({ question, pending, answer }: Props) {
  const locale = useLocale()
  const { fields, preferredName, denied, clinicName } = question
  return (
    <Stack gap={16}>
      {denied && (
        <Text size="sm">
          {isolated(denied.personName)} said on {formatDay(denied.at, locale)} that this is not the same
          person.
        </Text>
      )}
      <DataList
        label="The chart’s patient and Fullscript’s"
        className={classes.compare}
        rows={fields}
        keyOf={({ field }) => field}
        columns={[
          { key: 'detail', head: 'Detail', offscreen: true, names: true, cell: ({ field }) => LABELS[field] },
          {
            ...{ key: 'chart', head: 'This chart' },
            cell: ({ field, chart }) => (
              <>
                {shown(field, chart, locale)}
                {field === 'givenName' && preferredName !== '' && (
                  <Text size="xs" c="dimmed">
                    Called {isolated(preferredName)}
                  </Text>
                )}
              </>
            ),
          },
          {
            key: 'fullscript',
            head: clinicName === '' ? 'Fullscript' : `Fullscript, ${isolated(clinicName)}`,
            cell: ({ field, fullscript }) => shown(field, fullscript, locale),
          },
          {
            ...{ key: 'compared', head: 'Compared', cell: words },
            className: ({ comparison }) =>
              comparison === 'different' || comparison === 'similar' ? classes.differs : undefined,
          },
        ]}
      />
      <Text size="sm" c="dimmed">
        Families share e-mail and phone, and children at Fullscript have their guardian’s. If you are not
        sure, close this and ask the patient; the plan waits.
      </Text>
      {answer && (
        <Group className={classes.answer} justify="flex-end" gap={8}>
          <Button variant="default" disabled={pending} onClick={() => answer(false)}>
            Not the same person
          </Button>
          <Button disabled={pending} onClick={() => answer(true)}>
            Same person
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function shown(field: Field['field'], value: string, locale: string): string {
  if (value === '' || value === 'unspecified') return 'Not stated'
  if (field === 'birthDate') return formatDate(value, locale)
  if (field === 'phone') return formatPhone(value)
  if (field === 'sex') return value === 'female' || value === 'male' ? formatSex(value) : 'Another'
  return value
}

function words({ field, chart, fullscript, comparison }: Field): string {
  switch (comparison) {
    case 'same':
      return 'The same'
    case 'similar':
      return field === 'givenName' ? 'Not the same, may be short for it or a part' : 'Not the same, in part'
    case 'different':
      return 'Different'
    case 'unknown': {
      const [here, there] = [chart, fullscript].map((value) => value !== '' && value !== 'unspecified')
      if (here) return 'Missing at Fullscript'
      return there ? 'Missing in the chart' : 'Missing in both'
    }
  }
}
