/**
 * At sign-in: a colleague's login was reset by somebody else, so that nobody but their colleagues can say who uses it now.
 * Stays until somebody on the list has said so.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RestingColleague } from '../../../../shared/contract/charts'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment, isolated } from '../../ui/format'
import { Dialog } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import classes from './emergencies.module.css'

export function RestingReaders() {
  const waiting = useCall(keys.restingReaders, (bridge) => bridge.charts.restingReaders()).value
  const [closed, setClosed] = useState(false)
  if (!waiting || waiting.length === 0) return null
  return (
    <Dialog opened={!closed} onClose={() => setClosed(true)} title="A colleague has a new login" size={560}>
      <Stack gap={16}>
        <ul className={classes.list}>
          {waiting.map((colleague) => (
            <li key={colleague.personId}>
              <Waiting colleague={colleague} />
            </li>
          ))}
        </ul>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setClosed(true)} data-autofocus>
            Later
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

function Waiting({ colleague }: { colleague: RestingColleague }) {
  const locale = useLocale()
  const cache = useQueryClient()
  const { personId, displayName, issuerName, since, charts } = colleague
  const settle = useAction((bridge, isThem: boolean) => bridge.charts.settleReader({ personId, isThem }))
  const answer = async (isThem: boolean) => {
    const result = await settle.run(isThem)
    if (result.ok) void cache.invalidateQueries({ queryKey: keys.restingReaders })
  }
  const lists = charts === 1 ? 'a restricted chart of yours' : `${String(charts)} restricted charts of yours`
  return (
    <Stack gap={8}>
      <Text size="sm">
        {isolated(issuerName)} gave a code for {isolated(displayName)}’s account, and it was used on{' '}
        {formatMoment(since, locale)}. {isolated(displayName)} is on the list of {lists}, closed to this login
        until you say who it is. Ask {isolated(displayName)} in person.
      </Text>
      {settle.failure && <FailureNotice failure={settle.failure} />}
      <Group gap={8}>
        <Button size="sm" onClick={() => void answer(true)} loading={settle.pending}>
          It is {isolated(displayName)}
        </Button>
        <Button size="sm" variant="default" onClick={() => void answer(false)} disabled={settle.pending}>
          Take off the list
        </Button>
      </Group>
    </Stack>
  )
}
