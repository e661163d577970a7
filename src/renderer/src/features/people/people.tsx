/** Everybody of the practice: who they are, whether they can sign in, and what an administrator may do about it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { AccessCode, Account } from '../../../../shared/bridge/accounts'
import { useAccounts } from '../../bridge/queries'
import { FailureNotice } from '../../components/failure-notice'
import { NewPatientIcon } from '../../components/icons'
import { Lines } from '../../components/lines'
import { Dialog } from '../../components/overlays'
import { Page } from '../../components/page'
import { AccessCodeSheet } from './access-code'
import { AccountTable } from './account-table'
import { PersonEditor } from './person-editor'
import { useAccountActions } from './use-account-actions'

export function People() {
  const accounts = useAccounts()
  const [params, setParams] = useSearchParams()
  const [edited, setEdited] = useState<Account | null>(null)
  const [given, setGiven] = useState<{ account: Account; access: AccessCode } | null>(null)
  const actions = useAccountActions((account, access) => setGiven({ account, access }))
  const adding = params.has('new')
  const setAdding = (open: boolean) => setParams(open ? { new: '' } : {}, { replace: true })
  const close = () => {
    setAdding(false)
    setEdited(null)
    setGiven(null)
  }

  return (
    <Page
      title="People"
      intro="Everybody signs in as themselves. What somebody did stays theirs, also after they leave."
      wide
      actions={
        <Button leftSection={<NewPatientIcon size={16} stroke={1.8} />} onClick={() => setAdding(true)}>
          Add person
        </Button>
      }
    >
      {actions.failure && <FailureNotice failure={actions.failure} />}
      {accounts.failure ? (
        <FailureNotice
          failure={accounts.failure}
          action={<Button onClick={accounts.again}>Try again</Button>}
        />
      ) : accounts.value ? (
        <AccountTable accounts={accounts.value} edit={setEdited} actions={actions} />
      ) : (
        <Lines count={6} height={32} />
      )}
      <Dialog
        opened={adding || edited !== null || given !== null}
        onClose={close}
        title={given ? 'A code for the next sign-in' : adding ? 'Add person' : 'Edit person'}
        size={560}
      >
        {given ? (
          <AccessCodeSheet {...given} done={close} />
        ) : (
          <PersonEditor
            account={edited}
            close={close}
            added={(account, access) => {
              setGiven({ account, access })
              setAdding(false)
            }}
          />
        )}
      </Dialog>
    </Page>
  )
}
