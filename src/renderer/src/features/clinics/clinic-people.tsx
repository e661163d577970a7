/** Who of the practice is which user at Fullscript. Suggested where only one fits; chosen by nobody but the administrator. */
import { Button, NativeSelect, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { WindowBridge } from '../../../../shared/contract'
import type { ClinicMembers, ClinicsOverview } from '../../../../shared/contract/clinics'
import { ok, type Result } from '../../../../shared/failures'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { Lines } from '../../ui/lines'
import { PersonAvatar } from '../../ui/person-avatar'
import classes from './clinics.module.css'

type Person = ClinicsOverview['people'][number]
type Members = ClinicMembers & { clinicId: string; clinicName: string }
type Wanted = { personId: string; choice: string }

const TYPES = { Practitioner: 'Practitioner', Staff: 'Office staff' } as const
const BECAUSE = { npi: 'same NPI', name: 'same name' } as const

/** A user as the value of an option; ids of Fullscript hold no spaces, and would be escaped if they did. */
const valueOf = (user: { clinicId: string; userType: string; userId: string }): string =>
  [user.clinicId, user.userType, user.userId].map(encodeURIComponent).join(' ')

export function ClinicPeople({ overview }: { overview: ClinicsOverview }) {
  const cache = useQueryClient()
  const ids = overview.clinics.map(({ clinicId }) => clinicId)
  const members = useCall(keys.clinicMembers(ids), (bridge) => membersOfAll(bridge, overview))
  const choose = useAction(async (bridge, { personId, choice }: Wanted) => {
    const [clinicId = '', userType, userId = ''] = choice.split(' ').map(decodeURIComponent)
    const result = await (choice === ''
      ? bridge.clinics.clear({ personId })
      : bridge.clinics.choose({
          personId,
          clinicId,
          userId,
          userType: userType === 'Staff' ? 'Staff' : 'Practitioner',
        }))
    if (result.ok) {
      cache.setQueryData(keys.clinics, result.value)
      void cache.invalidateQueries({ queryKey: keys.connection })
    }
    return result
  })
  if (members.failure)
    return (
      <FailureNotice failure={members.failure} action={<Button onClick={members.again}>Try again</Button>} />
    )
  if (!members.value) return <Lines count={4} height={40} />
  const known = members.value
  return (
    <>
      {choose.failure && <FailureNotice failure={choose.failure} />}
      <ul className={classes.people} aria-label="Who is who at Fullscript">
        {overview.people.map((person) => (
          <PersonRow
            key={person.personId}
            person={person}
            known={known}
            taken={overview.people.flatMap(({ personId, user }) =>
              user && personId !== person.personId ? [valueOf(user)] : [],
            )}
            choose={(choice) => void choose.run({ personId: person.personId, choice })}
            busy={choose.pending}
          />
        ))}
      </ul>
    </>
  )
}

async function membersOfAll(bridge: WindowBridge, overview: ClinicsOverview): Promise<Result<Members[]>> {
  const all: Members[] = []
  for (const { clinicId, name, state } of overview.clinics) {
    if (state !== 'connected') continue
    const members = await bridge.clinics.members({ clinicId })
    if (!members.ok) return members
    all.push({ ...members.value, clinicId, clinicName: name || 'Clinic' })
  }
  return ok(all)
}

type RowProps = {
  person: Person
  known: readonly Members[]
  /** Values of users that stand for somebody else. */
  taken: readonly string[]
  choose: (choice: string) => void
  busy: boolean
}

function PersonRow({ person, known, taken, choose, busy }: RowProps) {
  const { displayName, mayPrescribe, user } = person
  const groups = known.map(({ clinicId, clinicName, members }) => ({
    group: clinicName,
    items: members
      .filter(({ type }) => mayPrescribe || type === 'Staff')
      .map(({ id, type, name }) => {
        const value = valueOf({ clinicId, userType: type, userId: id })
        const used = taken.includes(value)
        return { value, label: `${name} · ${TYPES[type]}${used ? ' · taken' : ''}`, disabled: used }
      }),
  }))
  const value = user ? valueOf(user) : ''
  const listed = groups.some(({ items }) => items.some((item) => item.value === value))
  const suggestion = user === null ? suggestionFor(person, known, taken) : null
  return (
    <li>
      <PersonAvatar name={displayName} size={32} />
      <span className={classes.two}>
        <span className="whole">{displayName}</span>
        <small>{person.roleName}</small>
      </span>
      <span className={classes.choice}>
        <NativeSelect
          aria-label={`Fullscript user of ${displayName}`}
          value={value}
          disabled={busy}
          onChange={(event) => choose(event.currentTarget.value)}
          error={user && !user.fits ? 'This role does not prescribe. Choose office staff.' : undefined}
          data={[
            { value: '', label: 'Not chosen' },
            ...(user && !listed ? [{ value, label: user.userName || user.userId }] : []),
            ...groups,
          ]}
        />
        {suggestion && (
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={busy}
            onClick={() => choose(suggestion.value)}
            aria-label={`Choose ${suggestion.name} for ${displayName}`}
          >
            Choose {suggestion.name} ({suggestion.because})
          </Button>
        )}
        {user === null && !suggestion && (
          <Text size="xs" c="dimmed">
            Nobody there fits by name. Choose from the list.
          </Text>
        )}
      </span>
    </li>
  )
}

function suggestionFor({ personId }: Person, known: readonly Members[], taken: readonly string[]) {
  for (const { clinicId, members, suggestions } of known) {
    const found = suggestions.find((suggestion) => suggestion.personId === personId)
    const member = found && members.find(({ id, type }) => id === found.userId && type === found.userType)
    if (!found || !member) continue
    const value = valueOf({ clinicId, userType: found.userType, userId: found.userId })
    if (!taken.includes(value)) return { value, name: member.name, because: BECAUSE[found.because] }
  }
  return null
}
