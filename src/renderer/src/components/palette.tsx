/** Ctrl+K: any patient and any command from anywhere, without the mouse. */
import { Text } from '@mantine/core'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useCan } from '../bridge/person'
import { ok } from '../../../shared/failures'
import { keys } from '../bridge/queries'
import { useSignOut } from '../bridge/use-sign-out'
import { useCall } from '../bridge/use-call'
import { useCoversEmbed } from '../bridge/use-embed'
import { answers } from './answers'
import { formatAge, formatDate, listName } from './format'
import {
  AboutIcon,
  LeafIcon,
  NewPatientIcon,
  PatientsIcon,
  SearchIcon,
  SettingsIcon,
  SignOutIcon,
  TestIcon,
} from './icons'
import { KeyHint, SHORTCUTS, type Shortcut } from './keys'
import classes from './palette.module.css'
import { PersonAvatar } from './person-avatar'
import { useLocale } from './use-locale'
import { useNow } from './use-now'

const [store, palette] = createSpotlight()
export const openPalette = palette.open

type Command = { label: string; Icon: typeof LeafIcon; run: () => void; shortcut?: Shortcut; words?: string }

function useCommands(): Command[] {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const mayWrite = useCan('patients:write')
  const maySet = useCan('practice:settings')
  const go = (to: string) => () => void navigate(to)
  return [
    { label: 'Go to patients', Icon: PatientsIcon, run: go('/patients'), shortcut: 'patients' },
    ...(mayWrite
      ? ([
          {
            label: 'New patient',
            Icon: NewPatientIcon,
            run: go('/patients?new'),
            shortcut: 'newPatient',
            words: 'add register',
          },
        ] as const)
      : []),
    {
      label: 'My Fullscript connection',
      Icon: LeafIcon,
      run: go('/fullscript'),
      shortcut: 'fullscript',
      words: 'connect account',
    },
    ...(maySet
      ? ([
          {
            label: 'Fullscript settings',
            Icon: SettingsIcon,
            run: go('/fullscript/settings'),
            words: 'client secret practice',
          },
        ] as const)
      : []),
    { label: 'Test connection', Icon: TestIcon, run: go('/fullscript/test') },
    {
      label: 'About Yarrow',
      Icon: AboutIcon,
      run: go('/about'),
      shortcut: 'about',
      words: 'version licences',
    },
    { label: 'Sign out', Icon: SignOutIcon, run: signOut, shortcut: 'signOut', words: 'lock leave' },
  ]
}

export function Palette() {
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  useCoversEmbed(open)
  const wanted = query.trim().toLowerCase()
  const commands = useCommands().filter(({ label, words = '' }) =>
    `${label} ${words}`.toLowerCase().includes(wanted),
  )
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      shortcut={SHORTCUTS.palette}
      tagsToIgnore={[]}
      scrollable
      maxHeight={400}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      title="Search patients and commands"
      classNames={{
        content: classes.content,
        header: classes.header,
        search: classes.search,
        action: classes.action,
        actionsGroup: classes.group,
      }}
    >
      <Spotlight.Search
        placeholder="Name, birth date, chart number, or a command"
        aria-label="Search patients and commands"
        leftSection={<SearchIcon size={18} stroke={1.8} />}
      />
      <Spotlight.ActionsList>
        {open && wanted !== '' && <PatientMatches query={wanted} />}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Commands">
            {commands.map(({ label, Icon, run, shortcut }) => (
              <Spotlight.Action
                key={label}
                label={label}
                leftSection={<Icon size={18} stroke={1.7} />}
                rightSection={shortcut && <KeyHint shortcut={shortcut} />}
                dimmedSections={false}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function PatientMatches({ query }: { query: string }) {
  const navigate = useNavigate()
  const locale = useLocale()
  const now = useNow(60_000)
  const found = useCall(
    [...keys.patients, 'palette', query],
    async (bridge) => {
      const result = await bridge.patients.search({ query, limit: 8, offset: 0 })
      return result.ok ? ok({ rows: result.value.rows, query }) : result
    },
    { keepPrevious: true },
  ).value
  if (!found) return null
  // Rows of the letter before stay only where they answer this one too: Enter must never open somebody else.
  const rows = found.query === query ? found.rows : found.rows.filter((patient) => answers(patient, query))
  if (rows.length === 0)
    return found.query !== query ? null : (
      <Text size="sm" c="dimmed" px={16} py={8}>
        No patient matches “{query}”
      </Text>
    )
  return (
    <Spotlight.ActionsGroup label="Patients">
      {rows.map((patient) => (
        <Spotlight.Action
          key={patient.id}
          label={listName(patient)}
          description={[
            patient.preferredName,
            patient.birthDate &&
              `${formatDate(patient.birthDate, locale)}, ${formatAge(patient.birthDate, now)}`,
            `Chart ${patient.chartNumber}`,
          ]
            .filter(Boolean)
            .join(' · ')}
          leftSection={<PersonAvatar name={`${patient.givenName} ${patient.familyName}`} size={28} />}
          dimmedSections={false}
          onClick={() => void navigate(`/patients/${patient.id}`)}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}
