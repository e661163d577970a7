/** How one's own account is protected: the password, the recovery code, and a second factor. */
import { Button } from '@mantine/core'
import { usePerson } from '../../data/person'
import { keys } from '../../data/queries'
import { useCall } from '../../data/use-call'
import { DescriptionList } from '../../ui/description-list'
import { FailureNotice } from '../../ui/failure-notice'
import { isolated } from '../../ui/format'
import { Lines } from '../../ui/lines'
import { Page } from '../../ui/page'
import { ChangePassword } from './change-password'
import { NewRecoveryCode } from './new-recovery-code'
import { SecondFactor } from './second-factor'

export function MyAccount() {
  const person = usePerson()
  const protection = useCall(keys.protection, (bridge) => bridge.accounts.protection())
  const { displayName, credentials, username, roleName } = person
  return (
    <Page title="My account" intro="What only you know opens your records and your Fullscript connection.">
      <DescriptionList
        rows={[
          {
            label: 'Name',
            value: credentials === '' ? displayName : `${isolated(displayName)}, ${credentials}`,
          },
          { label: 'Username', value: username },
          { label: 'Role', value: roleName },
        ]}
      />
      {protection.failure ? (
        <FailureNotice
          failure={protection.failure}
          action={<Button onClick={protection.again}>Try again</Button>}
        />
      ) : protection.value ? (
        <>
          <ChangePassword protection={protection.value} />
          <NewRecoveryCode protection={protection.value} />
          <SecondFactor protection={protection.value} />
        </>
      ) : (
        <Lines count={8} height={24} />
      )}
    </Page>
  )
}
