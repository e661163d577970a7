import { AuditIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { AuditPage } from './audit-page'
import { Disclosures } from './disclosures'
import { WhoHasSeen } from './who-has-seen'

export const auditScreens: readonly Screen[] = [
  {
    path: '/audit',
    element: <AuditPage />,
    Icon: AuditIcon,
    capability: 'audit:read',
    shortcut: 'mod+5',
    rail: 'Audit',
    command: { label: 'Audit record', words: 'log who did what verify export' },
  },
  {
    path: '/patients/:patientId/seen',
    element: <WhoHasSeen />,
    Icon: AuditIcon,
    capability: 'patients:access-report',
    shortcut: 'alt+3',
    tab: { of: '/patients/:patientId', label: 'Who has seen this patient' },
  },
  {
    path: '/patients/:patientId/disclosures',
    element: <Disclosures />,
    Icon: AuditIcon,
    capability: 'patients:access-report',
    shortcut: 'alt+4',
    tab: { of: '/patients/:patientId', label: 'Disclosures' },
  },
]
