import { Skeleton, UnstyledButton } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { riskWords, type AllergyBody } from '../../../../shared/contract/allergies'
import { useEntries } from '../../data/entries'
import { useCan } from '../../data/person'
import { WarningIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { Allergies } from './allergies'
import classes from './allergies.module.css'
import { isDangerous, sortAllergies, type Sorted } from './allergy'

export const allergyScreens: readonly Screen[] = [
  {
    path: '/patients/:patientId/allergies',
    element: <Allergies />,
    Icon: WarningIcon,
    shortcut: 'alt+5',
    tab: { of: '/patients/:patientId', label: 'Allergies' },
    capability: 'allergies:read',
  },
]

/** A patient's allergies in the chart's header: the worst first, in words, on every tab. */
export function AllergiesGlance() {
  return useCan('allergies:read') ? <Glance /> : null
}

function Glance() {
  const { patientId = '' } = useParams()
  const navigate = useNavigate()
  const entries = useEntries<AllergyBody>('allergies', patientId)
  if (entries.failure) return <span className={classes.glance}>Allergies could not be read</span>
  if (!entries.value) return <Skeleton height={26} width={180} className="late" />
  const { words, tone } = glanceWords(sortAllergies(entries.value))
  return (
    <UnstyledButton
      className={classes.glance}
      data-tone={tone}
      onClick={() => void navigate(`/patients/${patientId}/allergies`)}
    >
      {tone !== 'none' && <WarningIcon size={15} stroke={1.8} aria-hidden />}
      <span className="whole">{words}</span>
    </UnstyledButton>
  )
}

/** "Penicillin: anaphylaxis, high risk. 2 more". Not recorded is not the same as none. */
function glanceWords({ inForce, none }: Sorted): { words: string; tone: 'bad' | 'warn' | 'none' } {
  const [worst, ...others] = inForce
  if (!worst) return { words: none ? 'No known allergies' : 'Allergies not recorded', tone: 'none' }
  const more = others.length === 0 ? '' : ` · ${others.length} more`
  return { words: `${riskWords(worst)}${more}`, tone: isDangerous(worst) ? 'bad' : 'warn' }
}
