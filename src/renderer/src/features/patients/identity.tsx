import { Skeleton, Title } from '@mantine/core'
import type { Patient } from '../../../../shared/contract/patients'
import { formatAge, formatDate, formatSex, fullName } from '../../ui/format'
import { PersonAvatar } from '../../ui/person-avatar'
import { useLocale } from '../../ui/use-locale'
import { useNow } from '../../ui/use-now'
import classes from './patient-page.module.css'

/** Name, age, birth date, sex and chart number: enough never to mistake one patient for another. */
export function Identity({ patient }: { patient: Patient | undefined }) {
  const locale = useLocale()
  const now = useNow(60_000)
  if (!patient)
    return (
      <div className={classes.identity}>
        <Skeleton circle height={36} className="late" />
        <Skeleton height={16} width={260} className="late" />
      </div>
    )
  const name = fullName(patient)
  const facts = [
    patient.birthDate === null
      ? 'No birth date'
      : `${formatAge(patient.birthDate, now)}, born ${formatDate(patient.birthDate, locale)}`,
    formatSex(patient.sex),
    `Chart ${patient.chartNumber}`,
  ]
  return (
    <div className={classes.identity}>
      <PersonAvatar name={`${patient.givenName} ${patient.familyName}`} size={36} />
      <div className={classes.who}>
        <Title order={1} size="h2" className="whole">
          {name}
        </Title>
        <p className={`${classes.facts ?? ''} whole`} data-testid="patient-facts">
          {facts.join(' · ')}
        </p>
      </div>
    </div>
  )
}
