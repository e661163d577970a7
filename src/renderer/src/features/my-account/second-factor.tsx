/** A second factor from an authenticator app: switched on only when a code of it was right, off with the password. */
import { counted } from '../../../../shared/plural'
import { Button, Group, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SubmitEvent } from 'react'
import type { Protection } from '../../../../shared/contract/accounts'
import { usePerson } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { CodeSheet } from '../../ui/code-sheet'
import { CopyButton } from '../../ui/copy-button'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay } from '../../ui/format'
import { useShowCode } from '../../ui/one-time-codes'
import { Section } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import { useNow } from '../../ui/use-now'
import classes from './my-account.module.css'
import { OwnPassword } from './own-password'
import { QrCode } from './qr-code'

type Stage =
  /** `again`: whoever was elsewhere comes back to the button. */
  | { at: 'rest'; again: boolean }
  | { at: 'beginning' }
  | { at: 'pairing'; uri: string; secret: string }
  | { at: 'ending' }

export function SecondFactor({ protection }: { protection: Protection }) {
  const cache = useQueryClient()
  const locale = useLocale()
  const [stage, setStage] = useState<Stage>({ at: 'rest', again: false })
  const begin = useAction((bridge, password: string) => bridge.accounts.beginSecondFactor({ password }))
  const end = useAction((bridge, password: string) => bridge.accounts.endSecondFactor({ password }))
  const { secondFactorSince: since, backupCodesLeft } = protection
  const rest = () => setStage({ at: 'rest', again: true })

  const start = async (password: string) => {
    const result = await begin.run(password)
    if (result.ok) setStage({ at: 'pairing', ...result.value })
    return result
  }
  const showCode = useShowCode()
  const confirmed = (codes: string[]) => {
    rest()
    showCode({
      title: 'Your backup codes',
      kept: 'I have kept them',
      sheet: <BackupCodes codes={codes} />,
    })
    void cache.invalidateQueries({ queryKey: keys.protection })
  }
  const stop = async (password: string) => {
    const result = await end.run(password)
    if (result.ok) {
      cache.setQueryData(keys.protection, result.value)
      rest()
    }
    return result
  }
  return (
    <Section
      title="Second factor"
      intro={
        since === null
          ? 'Off. With it, signing in also asks for a code from an authenticator app on your phone.'
          : `On since ${formatDay(since, locale)}. ${counted(backupCodesLeft, 'backup code')} left.`
      }
    >
      {stage.at === 'beginning' ? (
        <OwnPassword
          action="Go on"
          run={start}
          pending={begin.pending}
          failure={begin.failure}
          cancel={rest}
        />
      ) : stage.at === 'pairing' ? (
        <Pairing {...stage} confirmed={confirmed} cancel={rest} />
      ) : stage.at === 'ending' ? (
        <OwnPassword
          action="Turn off second factor"
          run={stop}
          pending={end.pending}
          failure={end.failure}
          cancel={rest}
        />
      ) : (
        <div>
          <Button
            variant="default"
            onClick={() => setStage({ at: since === null ? 'beginning' : 'ending' })}
            autoFocus={stage.again}
          >
            {since === null ? 'Turn on' : 'Turn off'}
          </Button>
        </div>
      )}
    </Section>
  )
}

type PairingProps = { uri: string; secret: string; confirmed: (codes: string[]) => void; cancel: () => void }

function Pairing({ uri, secret, confirmed, cancel }: PairingProps) {
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const confirm = useAction((bridge, typed: string) => bridge.accounts.confirmSecondFactor({ code: typed }))
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const result = await confirm.run(code)
    if (result.ok) confirmed(result.value.backupCodes)
    else field.current?.select()
  }
  return (
    <form autoComplete="off" onSubmit={(event) => void submit(event)} className={classes.pair}>
      <QrCode text={uri} label="QR code for your authenticator app" />
      <div className={classes.fields}>
        <Text size="sm">Scan this with an authenticator app, or type the key into it:</Text>
        <Group gap={12} wrap="nowrap" justify="space-between">
          <code className={classes.secret} data-testid="second-factor-key">
            {inGroups(secret)}
          </code>
          <CopyButton text={secret} what="key" />
        </Group>
        <TextInput
          ref={field}
          label="The six digits that it shows now"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          inputMode="numeric"
          autoFocus
        />
        {confirm.failure && <FailureNotice failure={confirm.failure} />}
        <Group gap={8}>
          <Button type="submit" loading={confirm.pending} disabled={code.trim() === ''}>
            Turn on second factor
          </Button>
          <Button variant="default" onClick={cancel} disabled={confirm.pending}>
            Cancel
          </Button>
        </Group>
      </div>
    </form>
  )
}

const inGroups = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')

function BackupCodes({ codes }: { codes: string[] }) {
  const person = usePerson()
  const today = formatDay(useNow(60_000), useLocale())
  return (
    <CodeSheet
      title="Yarrow backup codes"
      what="backup codes"
      codes={codes}
      facts={[person.displayName, `Username ${person.username}`, person.practiceName, today]}
    >
      Each signs you in once, together with your password, when your phone is not at hand. They are shown only
      now.
    </CodeSheet>
  )
}
