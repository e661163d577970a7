/** Everything that a record said, the newest first: when, by whom, and what. */
import { Button, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { FailureNotice } from './failure-notice'
import { formatMoment } from './format'
import { Lines } from './lines'
import type { CallState } from '../data/use-call'
import { useLocale } from './use-locale'
import classes from './versions.module.css'

type Version = { version: number; recordedAt: number; recordedBy: { name: string } | null }

type Props<V> = {
  history: CallState<V[]>
  /** What a version said, a line for each thing. `before`: the one that it came after; none for the first. */
  says: (version: V, before: V | undefined) => readonly string[]
  /** What can be done with an earlier one. */
  action?: (version: V) => ReactNode
}

export function Versions<V extends Version>({ history, says, action }: Props<V>) {
  const locale = useLocale()
  if (history.failure)
    return (
      <FailureNotice failure={history.failure} action={<Button onClick={history.again}>Try again</Button>} />
    )
  const versions = history.value
  if (!versions) return <Lines count={4} height={20} />
  return (
    <ol className={classes.versions}>
      {versions.map((version, index) => (
        <li key={version.version} className={classes.version}>
          <div className={classes.what}>
            <Text size="sm" fw={550}>
              {index === 0 ? 'Now' : `Version ${version.version}`}
              <span className={classes.by}>
                {formatMoment(version.recordedAt, locale)} ·{' '}
                <bdi className="whole">{version.recordedBy?.name ?? 'Yarrow'}</bdi>
              </span>
            </Text>
            {says(version, versions[index + 1]).map((line, at) => (
              <Text key={at} size="sm" className="whole">
                {line}
              </Text>
            ))}
          </div>
          {index > 0 && action?.(version)}
        </li>
      ))}
    </ol>
  )
}
