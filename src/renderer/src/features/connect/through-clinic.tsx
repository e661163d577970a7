/** Where the practice's app works through a clinic: what is still missing for this person, and who can mend it. */
import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { useCan } from '../../data/person'
import { FailureNotice } from '../../ui/failure-notice'

const FAILURES = {
  'clinic-not-connected': { code: 'fullscript-clinic-not-connected' },
  'not-mapped': { code: 'fullscript-not-mapped' },
} as const

export function ThroughClinic({ state }: { state: keyof typeof FAILURES }) {
  const maySet = useCan('practice:settings')
  return (
    <FailureNotice
      failure={FAILURES[state]}
      tone="warn"
      action={
        maySet && (
          <Button component={Link} to="/fullscript/clinics">
            Open clinics and people
          </Button>
        )
      }
    />
  )
}
