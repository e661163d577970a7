/** At sign-in: somebody has opened a chart of one's own in an emergency. Stays until it has been seen. */
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import { useCan } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { Dialog } from '../../ui/overlays'
import { AccessFacts } from './access-facts'
import classes from './emergencies.module.css'

/** `then`: what else there is to be told, once this is out of the way. */
export function EmergencyNotices({ then }: { then: ReactNode }) {
  const notices = useCall(keys.notices, (bridge) => bridge.charts.notices()).value
  const [closed, setClosed] = useState(false)
  const mayReport = useCan('patients:access-report')
  const seen = useAction((bridge, ids: string[]) => bridge.charts.noticesSeen({ ids }))
  const close = () => setClosed(true)
  if (!notices) return null
  if (notices.length === 0) return then
  const confirm = async () => {
    if ((await seen.run(notices.map(({ id }) => id))).ok) close()
  }
  return (
    <>
      <Dialog
        opened={!closed}
        onClose={close}
        title="A restricted chart was opened in an emergency"
        size={560}
      >
        <Stack gap={16}>
          <Text size="sm">You are on the list of this chart, so you should know.</Text>
          <ul className={classes.list}>
            {notices.map((access) => (
              <li key={access.id}>
                <AccessFacts access={access} />
              </li>
            ))}
          </ul>
          {seen.failure && <FailureNotice failure={seen.failure} />}
          <Group justify="flex-end" gap={16}>
            {mayReport && (
              <Anchor component={Link} to="/emergencies" size="sm" mr="auto" onClick={close}>
                All emergency accesses
              </Anchor>
            )}
            <Button onClick={() => void confirm()} loading={seen.pending} data-autofocus>
              I have seen this
            </Button>
          </Group>
        </Stack>
      </Dialog>
      {closed && then}
    </>
  )
}
