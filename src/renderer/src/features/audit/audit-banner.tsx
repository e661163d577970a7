/** On every screen of an administrator while something about the audit record has not been looked into. */
import { Button } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useCan } from '../../data/person'
import { useAuditState } from '../../data/queries'
import { Notice } from '../../ui/notice'
import { problemWords } from './words'

export const AuditBanner = () => (useCan('audit:read') ? <Alarm /> : null)

function Alarm() {
  const navigate = useNavigate()
  const state = useAuditState().value
  const [first, ...others] = state?.problems ?? []
  if (!state || !first) return null
  const more = others.length > 0 ? ` And ${String(others.length)} more.` : ''
  return (
    <Notice
      title="Something is wrong with the audit record"
      action={
        <Button variant="default" onClick={() => void navigate('/audit')}>
          Go to the audit record
        </Button>
      }
    >
      {problemWords(first, state.stations)}
      {more}
    </Notice>
  )
}
