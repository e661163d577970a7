/** Everybody of the practice: who they are, whether they can sign in, and what an administrator may do about it. */
import { Button, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { AccessCode, Account } from '../../../../shared/bridge/accounts'
import { foldedText } from '../../../../shared/fold'
import { useAccounts } from '../../bridge/queries'
import { FailureNotice } from '../../components/failure-notice'
import { NewPatientIcon, SearchIcon } from '../../components/icons'
import { Lines } from '../../components/lines'
import { Dialog } from '../../components/overlays'
import { Page } from '../../components/page'
import { AccessCodeSheet } from './access-code'
import { AccountTable } from './account-table'
import { GiveCode } from './give-code'
import { PersonEditor } from './person-editor'
import { useAccountActions } from './use-account-actions'

/** From so many people on there is a field to find one. */
const MANY = 12

/** `inPlace`: the dialog stood open already. */
type Given = { account: Account; access: AccessCode; inPlace: boolean }
type Shown = { at: 'adding' } | { at: 'editing' | 'giving'; account: Account } | ({ at: 'given' } & Given)
const TITLES: Record<Shown['at'], string> = {
  adding: 'Add person',
  editing: 'Edit person',
  giving: 'Give a new code',
  given: 'A code for the next sign-in',
}
const accountOf = (shown: Shown) => (shown.at === 'adding' ? null : shown.account)

export function People() {
  const accounts = useAccounts()
  const [params, setParams] = useSearchParams()
  const [given, setGiven] = useState<Given | null>(null)
  const [giving, setGiving] = useState<Account | null>(null)
  const actions = useAccountActions(setGiving)
  const open = (dialog: Record<string, string>) => setParams(dialog, { replace: true })
  const close = () => {
    open({})
    setGiven(null)
    setGiving(null)
  }
  const [find, setFind] = useState('')
  const found = accounts.value?.filter(({ displayName, username }) =>
    foldedText(`${displayName} ${username}`).includes(foldedText(find)),
  )
  const adding = params.has('new')
  const edited = accounts.value?.find(({ id }) => id === params.get('edit'))
  const wanted = useMemo((): Shown | null => {
    if (given) return { at: 'given', ...given }
    if (giving) return { at: 'giving', account: giving }
    if (adding) return { at: 'adding' }
    return edited ? { at: 'editing', account: edited } : null
  }, [given, giving, adding, edited])
  /** What the dialog shows stays while it fades. */
  const [shown, setShown] = useState<Shown>({ at: 'adding' })
  if (wanted && wanted !== shown) setShown(wanted)

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
          <Button leftSection={<NewPatientIcon size={16} stroke={1.8} />} onClick={() => open({ new: '' })}>
            Add person
          </Button>
        </>
      }
    >
      {actions.failure && <FailureNotice failure={actions.failure} />}
      {accounts.failure ? (
        <FailureNotice
          failure={accounts.failure}
          action={<Button onClick={accounts.again}>Try again</Button>}
        />
      ) : found ? (
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
        opened={wanted !== null}
        onClose={close}
        onExitTransitionEnd={() => setShown({ at: 'adding' })}
        title={TITLES[shown.at]}
        size={560}
      >
        {shown.at === 'given' ? (
          <AccessCodeSheet {...shown} done={close} />
        ) : shown.at === 'giving' ? (
          <GiveCode
            account={shown.account}
            close={close}
            given={(account, access) => {
              setGiven({ account, access, inPlace: true })
              setGiving(null)
            }}
          />
        ) : (
          <PersonEditor
            key={accountOf(shown)?.id}
            account={accountOf(shown)}
            close={close}
            added={(account, access) => {
              setGiven({ account, access, inPlace: true })
              open({})
            }}
          />
        )}
      </Dialog>
    </Page>
  )
}
