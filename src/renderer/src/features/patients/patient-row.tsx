import { Skeleton } from '@mantine/core'
import type { PatientRow } from '../../../../shared/contract/patients'
import { formatAge, formatDate, formatPhone, formatSex, isolated, listName } from '../../ui/format'
import { LockIcon } from '../../ui/icons'
import { PersonAvatar } from '../../ui/person-avatar'
import { useLocale } from '../../ui/use-locale'
import { useNow } from '../../ui/use-now'
import classes from './patient-list.module.css'

/** CSS pixels. */
export const ROW_HEIGHT = 40

type Props = {
  index: number
  total: number
  /** Undefined while the page it is on is on its way; its room is kept. */
  patient: PatientRow | undefined
  active: boolean
  open: (patientId: string) => void
}

export function PatientRowView({ index, total, patient, active, open }: Props) {
  const locale = useLocale()
  const now = useNow(60_000)
  return (
    <div
      className={classes.row}
      id={`patient-row-${index}`}
      role="option"
      aria-selected={active}
      aria-posinset={index + 1}
      aria-setsize={total}
      style={{ top: index * ROW_HEIGHT, height: ROW_HEIGHT }}
      onClick={() => patient && open(patient.id)}
    >
      {patient ? (
        <>
          <PersonAvatar name={`${patient.givenName} ${patient.familyName}`} size={26} />
          <span className={`${classes.who ?? ''} whole`}>
            <bdi className={classes.name}>{listName(patient)}</bdi>
            {patient.preferredName !== '' && (
              <span className={classes.quiet}> “{isolated(patient.preferredName)}”</span>
            )}
            {patient.near && <span className={classes.near}>Similar name</span>}
            {patient.restriction !== 'free' && (
              <LockIcon size={14} className={classes.lock} role="img" aria-label="Restricted chart" />
            )}
          </span>
          <span className={`${classes.birth ?? ''} figures`}>
            {patient.birthDate ? (
              formatDate(patient.birthDate, locale)
            ) : (
              <span className={classes.quiet}>
                {patient.restriction === 'closed' ? 'Restricted' : 'No birth date'}
              </span>
            )}
            {patient.birthDate && <span className={classes.quiet}> {formatAge(patient.birthDate, now)}</span>}
          </span>
          <span className={`${classes.quiet ?? ''} ${classes.further ?? ''}`}>
            {patient.sex === 'unspecified' ? '' : formatSex(patient.sex)}
          </span>
          <span className={`${classes.quiet ?? ''} ${classes.further ?? ''} figures`}>
            {patient.chartNumber}
          </span>
          <span className={`${classes.quiet ?? ''} ${classes.contact ?? ''} clip`}>
            {formatPhone(patient.phone)}
          </span>
          <span className={`${classes.quiet ?? ''} ${classes.contact ?? ''} clip`}>{patient.email}</span>
        </>
      ) : (
        <>
          <Skeleton circle height={26} className="late" />
          <Skeleton height={12} width={160} className="late" />
        </>
      )}
    </div>
  )
}
