/** What the palette can do besides finding patients. Left out: what this person may not do. */
import { useNavigate } from 'react-router'
import { useCan } from '../bridge/person'
import { useThroughClinics } from '../bridge/queries'
import { useLock } from '../bridge/use-lock'
import { useEmbed } from '../bridge/use-embed'
import { useSignOut } from '../bridge/use-sign-out'
import { planAddress } from './embed-chip'
import { isolated } from './format'
import {
  AboutIcon,
  AccountIcon,
  AuditIcon,
  PlansIcon,
  LockIcon,
  NewPatientIcon,
  PatientsIcon,
  PeopleIcon,
  PracticeIcon,
  SettingsIcon,
  SignOutIcon,
  SwitchPersonIcon,
  TestIcon,
} from './icons'
import type { Shortcut } from './keys'

export type Command = {
  label: string
  /** Further words to find it by. */
  words: string
  Icon: typeof PlansIcon
  run: () => void
  shortcut?: Shortcut
}

export function useCommands(): Command[] {
  const navigate = useNavigate()
  const lock = useLock()
  const signOut = useSignOut()
  const mayWrite = useCan('patients:write')
  const mayManage = useCan('people:manage')
  const maySet = useCan('practice:settings')
  const throughClinics = useThroughClinics()
  const mayOversee = useCan('fullscript:oversee')
  const mayAudit = useCan('audit:read')
  const mayReport = useCan('patients:access-report')
  const { plans } = useEmbed()
  const go = (to: string) => () => void navigate(to)
  const commands: (Command & { allowed?: boolean })[] = [
    ...plans
      .filter(({ state }) => state.step !== 'closed')
      .map((plan) => ({
        label: `Open plan: ${isolated(plan.request.patientName)}`,
        words: 'fullscript go back',
        Icon: PlansIcon,
        run: go(planAddress(plan)),
      })),
    {
      label: 'Go to patients',
      words: 'list',
      Icon: PatientsIcon,
      run: go('/patients'),
      shortcut: 'patients',
    },
    {
      label: 'New patient',
      words: 'add register',
      Icon: NewPatientIcon,
      run: go('/patients?new'),
      shortcut: 'newPatient',
      allowed: mayWrite,
    },
    {
      label: 'My Fullscript connection',
      words: 'connect account',
      Icon: PlansIcon,
      run: go('/fullscript'),
      shortcut: 'fullscript',
    },
    {
      label: 'Fullscript settings',
      words: 'client secret practice',
      Icon: SettingsIcon,
      run: go('/fullscript/settings'),
      allowed: maySet,
    },
    {
      label: 'Clinics and people',
      words: 'fullscript who is who mapping connect',
      Icon: PlansIcon,
      run: go('/fullscript/clinics'),
      allowed: throughClinics,
    },
    {
      label: 'Everybody’s Fullscript connections',
      words: 'overview disconnect colleagues reauthorize scopes',
      Icon: PatientsIcon,
      run: go('/fullscript/everybody'),
      allowed: mayOversee,
    },
    { label: 'Test connection', words: 'fullscript', Icon: TestIcon, run: go('/fullscript/test') },
    {
      label: 'Emergency access',
      words: 'report restricted charts break glass',
      Icon: LockIcon,
      run: go('/emergencies'),
      allowed: mayReport,
    },
    {
      label: 'People',
      words: 'accounts add person staff practitioner deactivate code',
      Icon: PeopleIcon,
      run: go('/people'),
      shortcut: 'people',
      allowed: mayManage,
    },
    {
      label: 'Add person',
      words: 'new account staff practitioner invite',
      Icon: PeopleIcon,
      run: go('/people?new'),
      allowed: mayManage,
    },
    {
      label: 'My account',
      words: 'password recovery code second factor authenticator',
      Icon: AccountIcon,
      run: go('/account'),
      shortcut: 'account',
    },
    {
      label: 'Audit record',
      words: 'log who did what verify export',
      Icon: AuditIcon,
      run: go('/audit'),
      shortcut: 'audit',
      allowed: mayAudit,
    },
    {
      label: 'About Yarrow',
      words: 'version licences',
      Icon: AboutIcon,
      run: go('/about'),
      shortcut: 'about',
    },
    {
      label: 'Practice settings',
      words: 'name lock minutes idle',
      Icon: PracticeIcon,
      run: go('/practice'),
      allowed: maySet,
    },
    { label: 'Lock', words: 'leave screen', Icon: LockIcon, run: () => lock(), shortcut: 'lock' },
    {
      label: 'Switch person',
      words: 'somebody else user account',
      Icon: SwitchPersonIcon,
      run: () => lock({ switching: true }),
      shortcut: 'switchPerson',
    },
    { label: 'Sign out', words: 'leave', Icon: SignOutIcon, run: signOut },
  ]
  return commands.filter(({ allowed }) => allowed !== false)
}
