/** "Scopes were added to our app": said once with its day, and everybody is asked to connect again (mission/003). */
import { localDay } from '../../../../shared/day'
import { counted } from '../../../../shared/plural'
import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { keys, useOverview } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { DateField } from '../../ui/date-field'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay } from '../../ui/format'
import { Section } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import { useNow } from '../../ui/use-now'
import { momentOfDay } from './scopes-day'
import classes from './everybody.module.css'

export function ScopesAdded() {
  const cache = useQueryClient()
  const locale = useLocale()
  const overview = useOverview().value
  const now = useNow(60_000)
  const today: string = localDay(now)
  const [day, setDay] = useState<string | null>(null)
  const say = useAction(async (bridge, at: number | null) => {
    const result = await bridge.fullscript.sayScopesAdded({ at })
    if (result.ok) cache.setQueryData(keys.overview, result.value)
    return result
  })
  if (!overview?.environment) return null
  const { scopesAddedAt, people } = overview
  const waiting = people.filter(({ connection }) => connection?.toReauthorize).length
  const chosen = day ?? today
  return (
    <Section
      title="Scopes were added to the app"
      intro="Fullscript gives a new scope to nobody who connected before it was added. Say when you added one, and everybody is asked at their next sign-in to connect again."
    >
      {scopesAddedAt === null ? (
        <div className={classes.added}>
          <DateField label="Added on" past value={chosen} max={today} onChange={setDay} />
          <Button
            variant="default"
            disabled={momentOfDay(chosen, now) === null}
            loading={say.pending}
            onClick={() => void say.run(momentOfDay(chosen, Date.now()))}
          >
            Ask everybody to connect again
          </Button>
        </div>
      ) : (
        <div className={classes.added}>
          <Text size="sm" role="status">
            Everybody is asked since scopes were added on {formatDay(scopesAddedAt, locale)}.{' '}
            {waiting === 0
              ? 'Nobody is left to connect again.'
              : `${counted(waiting, 'person has', 'people have')} still to connect again.`}
          </Text>
          <div className={classes.buttons}>
            <Button size="compact-sm" variant="default" component={Link} to="/fullscript/everybody">
              See who
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              loading={say.pending}
              onClick={() => void say.run(null)}
            >
              Stop asking
            </Button>
          </div>
        </div>
      )}
      {say.failure && <FailureNotice failure={say.failure} />}
    </Section>
  )
}
