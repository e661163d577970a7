/** Everybody of the practice: who they are, whether they can sign in, and what an administrator may do about it. */
import { Button, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { AccessCode, Account } from '../../../../shared/contract/accounts'
import { foldedText } from '../../../../shared/fold'
import { useAccounts, useRoles } from '../../data/queries'
import { FailureNotice } from '../../ui/failure-notice'
import { NewPatientIcon, SearchIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { useShowCode } from '../../ui/one-time-codes'
import { Dialog } from '../../ui/overlays'
import { Page } from '../../ui/page'
import { AccessCodeSheet } from './access-code'
import { AccountTable } from './account-table'
import { GiveCode } from './give-code'
import { PersonEditor } from './person-editor'
import { useAccountActions } from './use-account-actions'

/** From so many people on there is a field to find one. */
const MANY = 12

export function People() {
  const accounts = useAccounts()
  const roles = useRoles()
  const failed = accounts.failure ? accounts : roles
  const [params, setParams] = useSearchParams()
  const showCode = useShowCode()
  const give = (account: Account, access: AccessCode) =>
    showCode({
      title: 'A code for the next sign-in',
      kept: 'Done',
      sheet: <AccessCodeSheet account={account} access={access} />,
    })
  const [giving, setGiving] = useState<Account | null>(null)
  const actions = useAccountActions(setGiving)
  const open = (dialog: Record<string, string>) => setParams(dialog, { replace: true })
  const close = () => {
    open({})
    setGiving(null)
  }
  const [find, setFind] = useState('')
  const found = accounts.value?.filter(({ displayName, username }) =>
    foldedText(`${displayName} ${username}`).includes(foldedText(find)),
  )
  const adding = params.has('new')
  const edited = accounts.value?.find(({ id }) => id === params.get('edit'))

  return (
    <Page
      title="People"
      intro="Everybody signs in as themselves. What somebody did stays theirs, also after they leave."
      wide
      actions={
        <>
          {(accounts.value?.length ?? 0) >= MANY && (
            <TextInput
              aria-label="Find a person"
              placeholder="Find a person"
              value={find}
              onChange={(event) => setFind(event.currentTarget.value)}
              leftSection={<SearchIcon size={15} stroke={1.8} />}
              w={200}
            />
          )}
          <Button variant="default" component={Link} to="/people/roles">
            Roles
          </Button>
          <Button leftSection={<NewPatientIcon size={16} stroke={1.8} />} onClick={() => open({ new: '' })}>
            Add person
          </Button>
        </>
      }
    >
      {actions.failure && <FailureNotice failure={actions.failure} />}
      {failed.failure ? (
        <FailureNotice failure={failed.failure} action={<Button onClick={failed.again}>Try again</Button>} />
      ) : found && roles.value ? (
        <>
          <AccountTable accounts={found} edit={({ id }) => open({ edit: id })} actions={actions} />
          <Text size="sm" c="dimmed" role="status">
            {found.length === 0 && 'Nobody has such a name.'}
          </Text>
        </>
      ) : (
        <Lines count={6} height={32} />
      )}
      <Dialog
        opened={giving !== null || adding || edited !== undefined}
        onClose={close}
        title={giving ? 'Give a new code' : adding ? 'Add person' : 'Edit person'}
        size={560}
      >
        {/* Whoever closes the dialog meanwhile, or goes elsewhere, gets the code all the same. */}
        {giving ? (
          <GiveCode
            account={giving}
            close={close}
            given={(account, access) => {
              give(account, access)
              setGiving(null)
            }}
          />
        ) : roles.value ? (
          <PersonEditor
            key={edited?.id}
            roles={roles.value}
            account={adding ? null : (edited ?? null)}
            close={close}
            added={(account, access) => {
              give(account, access)
              if (window.location.pathname === '/people') close()
            }}
          />
        ) : (
          <Lines count={6} height={32} />
        )}
      </Dialog>
    </Page>
  )
}
