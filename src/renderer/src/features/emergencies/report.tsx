/** The report of emergency accesses, newest first (170.315(d)(6)). */
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useCan } from '../../data/person'
import { keys } from '../../data/queries'
import { useCall } from '../../data/use-call'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { LockIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Page } from '../../ui/page'
import { AccessFacts } from './access-facts'
import classes from './emergencies.module.css'

const PAGE = 50

export function EmergencyReport() {
  const seesAll = useCan('audit:read')
  const [offset, setOffset] = useState(0)
  const found = useCall(
    [...keys.emergencies, offset],
    (bridge) => bridge.charts.emergencies({ limit: PAGE, offset }),
    { keepPrevious: true },
  )
  const { value, failure } = found
  return (
    <Page
      title="Emergency access"
      intro={
        seesAll
          ? 'Every time somebody opened a restricted chart without being on its list.'
          : 'Every time somebody opened a chart of yours without being on its list.'
      }
    >
      {failure && (
        <FailureNotice failure={failure} action={<Button onClick={found.again}>Try again</Button>} />
      )}
      {!value && !failure && <Lines count={4} height={24} />}
      {value?.total === 0 && (
        <EmptyState icon={<LockIcon size={20} />} title="No emergency access so far">
          When a practitioner opens a restricted chart in an emergency, it stands here with the reason, the
          time, and what was opened.
        </EmptyState>
      )}
      {value && value.total > 0 && (
        <>
          <ul className={classes.list}>
            {value.rows.map((access) => (
              <li key={access.id}>
                <AccessFacts access={access} />
              </li>
            ))}
          </ul>
          {value.total > PAGE && (
            <Group justify="space-between">
              <Button
                variant="default"
                disabled={offset === 0}
                onClick={() => setOffset(Math.max(0, offset - PAGE))}
              >
                Newer
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {offset + 1} to {Math.min(offset + PAGE, value.total)} of {value.total.toLocaleString()}
              </Text>
              <Button
                variant="default"
                disabled={offset + PAGE >= value.total}
                onClick={() => setOffset(offset + PAGE)}
              >
                Older
              </Button>
            </Group>
          )}
        </>
      )}
    </Page>
  )
}
