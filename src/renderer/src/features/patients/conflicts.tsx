/** Fields that two people changed at the same time: both values, and one choice each. */
import { Button } from '@mantine/core'
import type { PatientFields } from '../../../../shared/contract/patients'
import { Notice } from '../../ui/notice'
import classes from './demographics.module.css'
import { labelOf, type Conflict } from './patient-form'

type Props = { conflicts: Conflict[]; choose: (field: keyof PatientFields, value: string) => void }

export function Conflicts({ conflicts, choose }: Props) {
  return (
    <Notice title="Somebody else changed this patient while you were editing">
      Nothing is lost. Choose which value stays, then save.
      {conflicts.map(({ field, mine, theirs }) => (
        <div className={classes.conflict} key={field}>
          <span className={classes.field}>{labelOf(field)}</span>
          <Button variant="default" size="compact-sm" onClick={() => choose(field, mine)}>
            Keep mine: {mine === '' ? 'empty' : mine}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => choose(field, theirs)}>
            Take theirs: {theirs === '' ? 'empty' : theirs}
          </Button>
        </div>
      ))}
    </Notice>
  )
}
