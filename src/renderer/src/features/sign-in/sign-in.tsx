/** Before somebody is signed in: the usual way, and the ways in for a first time and for a forgotten password. */
import { Anchor, Text, Title } from '@mantine/core'
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import type { SetupState } from '../../../../shared/contract/setup'
import type { Welcome } from '../../../../shared/contract/accounts'
import { useAppInfo, useSetup, useSignInNames } from '../../data/queries'
import { KeptCode } from '../../ui/kept-code'
import { formatMoment } from '../../ui/format'
import { KeptPath } from '../../ui/kept-path'
import { Lobby } from '../../ui/lobby'
import { Notice } from '../../ui/notice'
import { useLocale } from '../../ui/use-locale'
import { LeaveDemo } from '../../shell/switch-records'
import { CodeForm } from './code-form'
import { PasswordForm } from './password-form'
import classes from './sign-in.module.css'

type Way = 'password' | 'first' | 'forgotten'
const TITLES: Record<Way, string> = {
  password: 'Sign in',
  first: 'Choose your password',
  forgotten: 'Forgotten password',
}

type Props = {
  /** Called once the screen stands, to fetch what comes after it. */
  ready: () => void
  /** Called with true before a code is used, with which somebody is signed in; the screen stays until false. */
  hold: (held: boolean) => void
  /** Whose work waits behind the lock: only the password is asked for, and there is a way to somebody else. */
  locked: { username: string; somebodyElse: ReactNode } | null
}

export function SignIn({ ready, hold, locked }: Props) {
  const names = useSignInNames().value
  const info = useAppInfo().value
  const setup = useSetup().value
  const [way, setWay] = useState<Way>('password')
  const [username, setUsername] = useState(locked?.username ?? '')
  const [welcome, setWelcome] = useState<Welcome | null>(null)
  const settled = useEffectEvent(ready)
  useEffect(() => {
    settled()
  }, [])

  if (welcome)
    return (
      <Lobby title="Keep your new recovery code">
        <KeptCode welcome={welcome} goOn={() => hold(false)} />
      </Lobby>
    )
  const name = { username, setUsername }
  return (
    <Lobby>
      <div>
        <Title order={1}>{locked && way === 'password' ? 'Locked' : TITLES[way]}</Title>
        <Text c="dimmed" mih={21} className="whole">
          {names?.practiceName}
        </Text>
      </div>
      {names?.answerWaits === true && way === 'password' && (
        <Notice title="Sign in to finish connecting Fullscript" />
      )}
      {setup?.restored && way === 'password' && <Restored {...setup.restored} />}
      {way === 'password' ? (
        <PasswordForm
          {...name}
          locked={locked}
          finishing={names?.answerWaits === true}
          demo={
            info?.demo === true ? { accounts: info.demoAccounts, password: info.demoPassword ?? '' } : null
          }
          otherWays={
            <div className={classes.ways}>
              <Anchor component="button" type="button" size="sm" onClick={() => setWay('first')}>
                First sign-in or reset code
              </Anchor>
              <Anchor component="button" type="button" size="sm" onClick={() => setWay('forgotten')}>
                Forgotten password
              </Anchor>
            </div>
          }
        />
      ) : (
        <CodeForm
          key={way}
          way={way}
          {...name}
          hold={hold}
          welcomed={setWelcome}
          back={() => setWay('password')}
          askedAdministrator={() => setWay('first')}
        />
      )}
      {setup?.demo === true && way === 'password' && <LeaveDemo />}
    </Lobby>
  )
}

function Restored({ madeAt, keptIn }: NonNullable<SetupState['restored']>) {
  const locale = useLocale()
  return (
    <>
      <Notice title="Restored from a backup" tone="good">
        Everything up to {formatMoment(madeAt, locale)} is here. Sign in as you did then; administrators make
        a new recovery code in My account.
      </Notice>
      {keptIn !== null && <KeptPath title="The records of before are kept here" path={keptIn} />}
    </>
  )
}
