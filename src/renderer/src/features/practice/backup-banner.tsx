/** On every screen of whoever looks after backups, when nights have gone without one. */
import { Button } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useCan } from '../../data/person'
import { formatMoment } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { useLocale } from '../../ui/use-locale'
import { useBackups } from './use-backups'

export const BackupBanner = () => (useCan('backups:manage') ? <Overdue /> : null)

function Overdue() {
  const navigate = useNavigate()
  const locale = useLocale()
  const { overdue, lastMade } = useBackups().value ?? { overdue: false, lastMade: null }
  if (!overdue) return null
  return (
    <Notice
      title="The records have not been backed up for more than two days"
      action={
        <Button variant="default" onClick={() => void navigate('/practice')}>
          Go to backups
        </Button>
      }
    >
      {lastMade
        ? `The last backup is of ${formatMoment(lastMade.madeAt, locale)}.`
        : 'There is no backup yet.'}
    </Notice>
  )
}
