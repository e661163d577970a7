import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Protection } from '../../../../shared/contract/accounts'
import { useCan, usePerson } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { formatMoment } from '../../ui/format'
import { offerNewKey } from '../../ui/offer-new-key'
import { useShowCode } from '../../ui/one-time-codes'
import { Section } from '../../ui/page'
import { RecoveryCode } from '../../ui/recovery-code'
import { useLocale } from '../../ui/use-locale'
import { OwnPassword } from './own-password'

export function NewRecoveryCode({ protection }: { protection: Protection }) {
  const cache = useQueryClient()
  const locale = useLocale()
  const person = usePerson()
  const manages = useCan('people:manage')
  /** Null until it was opened: only whoever closes it comes back to the button. */
  const [asking, setAsking] = useState<boolean | null>(null)
  const showCode = useShowCode()
  const make = useAction((bridge, password: string) => bridge.accounts.newRecoveryCode({ password }))
  const run = async (password: string) => {
    const result = await make.run(password)
    if (result.ok) {
      setAsking(false)
      showCode({
        title: 'Your new recovery code',
        kept: 'I have kept it',
        sheet: <RecoveryCode code={result.value.recoveryCode} person={person} />,
      })
      if (manages && protection.recoveryCodeMadeAt !== null) offerNewKey('Your recovery code was replaced.')
      void cache.invalidateQueries({ queryKey: keys.protection })
    }
    return result
  }
  const since = protection.recoveryCodeMadeAt
  return (
    <Section
      title="Recovery code"
      intro={
        since === null
          ? 'You have none. With one you can sign in after forgetting your password, without an administrator.'
          : `Made ${formatMoment(since, locale)}. A new one takes the place of the old one.`
      }
    >
      {asking === true ? (
        <OwnPassword
          action="Make a new code"
          run={run}
          pending={make.pending}
          failure={make.failure}
          cancel={() => setAsking(false)}
        />
      ) : (
        <div>
          <Button variant="default" onClick={() => setAsking(true)} autoFocus={asking === false}>
            New recovery code
          </Button>
        </div>
      )}
    </Section>
  )
}
