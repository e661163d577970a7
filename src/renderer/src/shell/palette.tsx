/** Ctrl+K: any patient and any command from anywhere, without the mouse. */
import { Combobox, Text, TextInput, useCombobox } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import type { PatientRow } from '../../../shared/contract/patients'
import { ok } from '../../../shared/failures'
import { foldedText } from '../../../shared/fold'
import { keys } from '../data/queries'
import { useCall } from '../data/use-call'
import { answers } from '../ui/answers'
import { useCommands } from './commands'
import { formatAge, formatDate, isolated, listName } from '../ui/format'
import { SearchIcon } from '../ui/icons'
import { KeyHint } from '../ui/keys'
import { Dialog } from '../ui/overlays'
import classes from './palette.module.css'
import { PersonAvatar } from '../ui/person-avatar'
import { useShortcuts } from '../ui/shortcuts'
import { useLocale } from '../ui/use-locale'
import { useNow } from '../ui/use-now'

export function Palette({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title="Search patients and commands"
      withCloseButton={false}
      size={560}
      padding={0}
      classNames={{ header: classes.header, body: classes.body }}
    >
      <Search close={close} />
    </Dialog>
  )
}

function Search({ close }: { close: () => void }) {
  const navigate = useNavigate()
  useShortcuts([['palette', close]])
  // A combobox keeps Escape to itself as long as its list shows, which here is always: so it closes the whole.
  const combobox = useCombobox({ opened: true, onDropdownClose: close })
  const [text, setText] = useState('')
  const wanted = text.trim()
  const { rows, none } = usePatientMatches(wanted)
  const folded = foldedText(wanted)
  const commands = useCommands().filter(({ label, words }) =>
    foldedText(`${label} ${words}`).includes(folded),
  )

  // Whatever stands first is what Enter takes, also when rows come in above it a moment later.
  const shown = [...rows.map(({ id }) => id), ...commands.map(({ label }) => label)].join('\n')
  const selectFirst = useEffectEvent(() => {
    combobox.selectFirstOption()
  })
  useEffect(() => {
    selectFirst()
  }, [shown])

  const submit = (chosen: string) => {
    close()
    const command = commands.find(({ label }) => label === chosen)
    if (command) command.run()
    else void navigate(`/patients/${chosen}`)
  }
  return (
    <Combobox store={combobox} onOptionSubmit={submit}>
      <Combobox.EventsTarget>
        <TextInput
          className={classes.search}
          variant="unstyled"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Name, birth date, chart number, or a command"
          aria-label="Search patients and commands"
          leftSection={<SearchIcon size={18} stroke={1.8} />}
          leftSectionWidth={44}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      </Combobox.EventsTarget>
      {none && (
        <Text size="sm" c="dimmed" px={16} pt={12} role="status">
          No patient matches “{text.trim()}”
        </Text>
      )}
      <Combobox.Options className={`${classes.options ?? ''} inner-ring`} aria-label="Results" tabIndex={0}>
        {rows.length > 0 && (
          <Combobox.Group label="Patients">
            {rows.map((patient) => (
              <PatientOption key={patient.id} patient={patient} />
            ))}
          </Combobox.Group>
        )}
        {commands.length > 0 && (
          <Combobox.Group label="Commands">
            {commands.map(({ label, Icon, shortcut }) => (
              <Combobox.Option key={label} value={label} className={classes.option}>
                <Icon size={18} stroke={1.7} aria-hidden />
                <span className={classes.text}>{label}</span>
                {shortcut && <KeyHint shortcut={shortcut} />}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        )}
      </Combobox.Options>
    </Combobox>
  )
}

function PatientOption({ patient }: { patient: PatientRow }) {
  const locale = useLocale()
  const now = useNow(60_000)
  const facts = [
    patient.near && 'Similar name',
    isolated(patient.preferredName),
    patient.birthDate && `${formatDate(patient.birthDate, locale)}, ${formatAge(patient.birthDate, now)}`,
    `Chart ${patient.chartNumber}`,
    patient.restriction !== 'free' && 'Restricted',
  ]
  return (
    <Combobox.Option value={patient.id} className={classes.option}>
      <PersonAvatar name={`${patient.givenName} ${patient.familyName}`} size={28} />
      <span className={`${classes.text ?? ''} whole`}>
        <bdi>{listName(patient)}</bdi>
        <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </Combobox.Option>
  )
}

/** `none`: main has answered this very query with nobody. */
function usePatientMatches(query: string): { rows: PatientRow[]; none: boolean } {
  const locale = useLocale()
  const found = useCall(
    [...keys.patients, 'palette', query],
    async (bridge) => {
      const result = await bridge.patients.search({ query, limit: 8, offset: 0 })
      return result.ok ? ok({ rows: result.value.rows, query }) : result
    },
    { enabled: query !== '', keepPrevious: true },
  ).value
  if (!found || query === '') return { rows: [], none: false }
  const current = found.query === query
  // Rows of the letter before stay only where they answer this one too: Enter must never open somebody else.
  const rows = found.rows.filter((patient) => current || answers(patient, query, locale))
  return { rows, none: current && rows.length === 0 }
}
