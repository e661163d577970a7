/** What the palette can do besides finding patients: go to every screen of this person, and leave. */
import { useNavigate } from 'react-router'
import { useLock } from '../data/use-lock'
import { useEmbed } from '../data/use-embed'
import { useSignOut } from '../data/use-sign-out'
import { planAddress } from './embed-chip'
import { isolated } from '../ui/format'
import { LockIcon, PlansIcon, SignOutIcon, SwitchPersonIcon } from '../ui/icons'
import { useScreens, type Command } from '../ui/screens'

export function useCommands(): (Command & { run: () => void })[] {
  const navigate = useNavigate()
  const lock = useLock()
  const signOut = useSignOut()
  const { plans } = useEmbed()
  const screens = useScreens()
  const go = (to: string) => () => void navigate(to)
  return [
    ...plans
      .filter(({ state }) => state.step !== 'closed')
      .map((plan) => ({
        label: `Open plan: ${isolated(plan.request.patientName)}`,
        words: 'fullscript go back',
        Icon: PlansIcon,
        run: go(planAddress(plan)),
      })),
    ...screens.flatMap(({ path, Icon, shortcut, command, actions = [] }) => [
      ...(command ? [{ ...command, Icon, ...(shortcut ? { shortcut } : {}), run: go(path) }] : []),
      ...actions.map(({ search, ...action }) => ({ ...action, run: go(path + search) })),
    ]),
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
}
