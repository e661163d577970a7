/** Who may open this chart: everybody, or a few people by name. */
import { Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ChartAccessState } from '../../../../shared/contract/charts'
import { useCan, usePerson } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName, isolated } from '../../ui/format'
import { LockIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Dialog } from '../../ui/overlays'
import { useUndo } from '../../ui/undo-notice'
import classes from './restriction.module.css'

export function RestrictChart({ access }: { access: ChartAccessState }) {
  const offerUndo = useUndo()
  const mayRestrict = useCan('patients:restrict')
  const [opened, setOpened] = useState(false)
  const restricted = access.level === 'listed'
  if (access.level === 'emergency' || access.level === 'closed') return null
  if (!mayRestrict) return restricted ? <Badge leftSection={<LockIcon size={12} />}>Restricted</Badge> : null
  return (
    <>
      <Button
        variant={restricted ? 'light' : 'default'}
        leftSection={<LockIcon size={16} stroke={1.8} />}
        onClick={() => setOpened(true)}
        aria-haspopup="dialog"
      >
        {restricted ? 'Restricted' : 'Restrict'}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title="Who may open this chart" size={480}>
        <List access={access} offerUndo={offerUndo} close={() => setOpened(false)} />
      </Dialog>
    </>
  )
}

type Wish = { personIds: string[] } | 'everybody'

type ListProps = { access: ChartAccessState; offerUndo: ReturnType<typeof useUndo>; close: () => void }

function List({ access, offerUndo, close }: ListProps) {
  const person = usePerson()
  const { patientId } = access
  const restricted = access.level === 'listed'
  const before = access.readers.map(({ id }) => id)
  const resting = new Set(access.readers.flatMap((reader) => (reader.resting ? [reader.id] : [])))
  const [chosen, setChosen] = useState(before)
  const colleagues = useCall(keys.colleagues, (bridge) => bridge.charts.colleagues())
  const change = useAction((bridge, wish: Wish) =>
    wish === 'everybody' ? bridge.charts.lift({ patientId }) : bridge.charts.restrict({ patientId, ...wish }),
  )
  const others = colleagues.value?.filter(({ id }) => id !== person.id)

  const wish = async (to: Wish) => {
    const result = await change.run(to)
    if (!result.ok) return
    close()
    offerUndo({
      id: `restriction-${patientId}`,
      message: to === 'everybody' ? 'The chart is open to everybody' : 'The chart is restricted',
      what: `who may open the chart of ${isolated(fullName(access))}`,
      undo: async () => (await change.run(restricted ? { personIds: before } : 'everybody')).ok,
    })
  }

  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void wish({ personIds: chosen })
      }}
    >
      <Stack gap={16}>
        <Text size="sm">
          You and whoever you choose. Everybody else finds the patient by name, without birth date or contact,
          and administrators are no exception. A practitioner can open the chart in an emergency; you would be
          told.
        </Text>
        {colleagues.failure && <FailureNotice failure={colleagues.failure} />}
        {!others && !colleagues.failure && <Lines count={3} height={20} />}
        {others && others.length > 0 && (
          <Checkbox.Group value={chosen} onChange={setChosen} label="Colleagues">
            <div className={classes.people}>
              {others.map(({ id, displayName, credentials }) => (
                <Checkbox
                  key={id}
                  value={id}
                  label={credentials === '' ? displayName : `${isolated(displayName)}, ${credentials}`}
                  description={resting.has(id) && 'New login, not confirmed yet: the chart is closed to it'}
                />
              ))}
            </div>
          </Checkbox.Group>
        )}
        {others?.length === 0 && (
          <Text size="sm" c="dimmed">
            Nobody else has an account yet.
          </Text>
        )}
        {change.failure && <FailureNotice failure={change.failure} />}
        <Group justify="flex-end" gap={8}>
          {restricted && (
            <Button variant="subtle" mr="auto" onClick={() => void wish('everybody')}>
              Open to everybody
            </Button>
          )}
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={change.pending}>
            {restricted ? 'Save list' : 'Restrict chart'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
