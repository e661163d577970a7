import { ActionIcon, Menu, UnstyledButton } from '@mantine/core'
import type { Account } from '../../../../shared/contract/accounts'
import { DataList } from '../../ui/data-list'
import { formatDay, formatTime, isolated } from '../../ui/format'
import { RowMenuIcon } from '../../ui/icons'
import { DropMenu } from '../../ui/overlays'
import { PersonAvatar } from '../../ui/person-avatar'
import { useLocale } from '../../ui/use-locale'
import { useNow } from '../../ui/use-now'
import { usePerson } from '../../data/person'
import { accountState, inOrder } from './account-state'
import classes from './people.module.css'
import type { AccountActions } from './use-account-actions'

type Props = { accounts: Account[]; edit: (account: Account) => void; actions: AccountActions }

export function AccountTable({ accounts, edit, actions }: Props) {
  const locale = useLocale()
  const now = useNow(60_000)
  const state = (account: Account) => accountState(account, now, locale)
  const className = ({ active }: Account) => (active ? undefined : classes.inactive)
  return (
    <DataList
      label="People"
      rows={inOrder(accounts)}
      keyOf={({ id }) => id}
      columns={[
        {
          ...{ key: 'name', head: 'Name', className },
          cell: (account) => <Who account={account} edit={() => edit(account)} />,
        },
        { ...{ key: 'role', head: 'Role', width: '17%', className }, cell: ({ roleName }) => roleName },
        {
          ...{ key: 'account', head: 'Account', width: '23%', className },
          cell: (account) => (
            <>
              <span className={classes.state} data-tone={state(account).tone}>
                {state(account).words}
              </span>
              {state(account).more !== '' && <span className={classes.quiet}>{state(account).more}</span>}
            </>
          ),
        },
        {
          ...{ key: 'last', head: 'Last signed in', width: '13%', figures: true, className },
          cell: ({ lastSignInAt }) =>
            lastSignInAt === null ? (
              <span className={classes.quiet}>Never</span>
            ) : (
              <>
                {formatDay(lastSignInAt, locale)}
                <span className={classes.quiet}>{formatTime(lastSignInAt, locale)}</span>
              </>
            ),
        },
        {
          ...{ key: 'factor', head: 'Second factor', width: 116, className },
          cell: ({ secondFactor }) => (secondFactor ? 'On' : <span className={classes.quiet}>Off</span>),
        },
        {
          ...{ key: 'actions', head: 'Actions', offscreen: true, width: 56 },
          cell: (account) => <RowMenu account={account} edit={() => edit(account)} actions={actions} />,
        },
      ]}
    />
  )
}

function Who({ account, edit }: { account: Account; edit: () => void }) {
  const { displayName, credentials, username } = account
  const name = credentials === '' ? displayName : `${isolated(displayName)}, ${credentials}`
  return (
    <UnstyledButton className={classes.person} onClick={edit} aria-label={`Edit ${displayName}`}>
      <PersonAvatar name={displayName} size={28} />
      <span className={classes.who}>
        <span className={`${classes.name ?? ''} whole`}>{name}</span>
        <span className={`${classes.quiet ?? ''} whole`}>{username}</span>
      </span>
    </UnstyledButton>
  )
}

function RowMenu({
  account,
  edit,
  actions,
}: {
  account: Account
  edit: () => void
  actions: AccountActions
}) {
  const self = usePerson().id === account.id
  const { active, waiting, displayName } = account
  return (
    <DropMenu width={216}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${displayName}`}>
          <RowMenuIcon size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>Edit</Menu.Item>
        {active && waiting && (
          <Menu.Item onClick={() => actions.allowTries(account)}>Let try again now</Menu.Item>
        )}
        {active && !self && <Menu.Item onClick={() => actions.giveCode(account)}>Give a new code</Menu.Item>}
        {!self && (
          <Menu.Item onClick={() => actions.setActive(account, !active)}>
            {active ? 'Deactivate' : 'Reactivate'}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </DropMenu>
  )
}
