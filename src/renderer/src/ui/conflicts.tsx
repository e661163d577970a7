/** Fields that two people changed at the same time: both values, and one choice each. */
import { Button } from '@mantine/core'
import type { Conflict } from '../data/use-record-form'
import classes from './conflicts.module.css'
import { Notice } from './notice'

type Props<V> = {
  /** What somebody else changed: "this patient". */
  of: string
  conflicts: readonly Conflict<V>[]
  choose: (conflict: Conflict<V>, whose: 'mine' | 'theirs') => void
  labelOf: (field: keyof V & string) => string
  /** A value in words; empty for none. */
  words: (field: keyof V & string, value: V[keyof V & string]) => string
}

export function Conflicts<V>({ of, conflicts, choose, labelOf, words }: Props<V>) {
  if (conflicts.length === 0) return null
  return (
    <Notice title={`Somebody else changed ${of} while you were editing`}>
      Nothing is lost. Choose which value stays, then save.
      {conflicts.map((conflict) => (
        <div className={classes.conflict} key={conflict.field}>
          <span className={classes.field}>{labelOf(conflict.field)}</span>
          {(['mine', 'theirs'] as const).map((whose) => (
            <Button
              key={whose}
              variant="default"
              size="compact-sm"
              className="whole"
              onClick={() => choose(conflict, whose)}
            >
              {whose === 'mine' ? 'Keep mine' : 'Take theirs'}:{' '}
              {words(conflict.field, conflict[whose]) || 'empty'}
            </Button>
          ))}
        </div>
      ))}
    </Notice>
  )
}
