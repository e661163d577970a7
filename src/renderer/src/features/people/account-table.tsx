import { ActionIcon, Menu, Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { Account } from '../../../../shared/contract/accounts'
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
  return (
    <Table className={classes.table} aria-label="People">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th w="17%">Role</Table.Th>
          <Table.Th w="23%">Account</Table.Th>
          <Table.Th w="13%">Last signed in</Table.Th>
          <Table.Th w={104}>Second factor</Table.Th>
          <Table.Th w={48}>
            <VisuallyHidden>Actions</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {inOrder(accounts).map((account) => (
          <Row key={account.id} account={account} edit={() => edit(account)} actions={actions} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Row({ account, edit, actions }: { account: Account; edit: () => void; actions: AccountActions }) {
  const locale = useLocale()
  const now = useNow(60_000)
  const { words, more, tone } = accountState(account, now, locale)
  const { displayName, credentials, username, active, lastSignInAt, secondFactor } = account
  const name = credentials === '' ? displayName : `${isolated(displayName)}, ${credentials}`
  return (
    <Table.Tr data-inactive={!active}>
      <Table.Td>
        <UnstyledButton className={classes.person} onClick={edit} aria-label={`Edit ${displayName}`}>
          <PersonAvatar name={displayName} size={28} />
          <span className={classes.who}>
            <span className={`${classes.name ?? ''} whole`}>{name}</span>
            <span className={`${classes.quiet ?? ''} whole`}>{username}</span>
          </span>
        </UnstyledButton>
      </Table.Td>
      <Table.Td className="whole">{account.roleName}</Table.Td>
      <Table.Td>
        <span className={classes.state} data-tone={tone}>
          {words}
        </span>
        {more !== '' && <span className={classes.quiet}>{more}</span>}
      </Table.Td>
      <Table.Td className="figures">
        {lastSignInAt === null ? (
          <span className={classes.quiet}>Never</span>
        ) : (
          <>
            {formatDay(lastSignInAt, locale)}
            <span className={classes.quiet}>{formatTime(lastSignInAt, locale)}</span>
          </>
        )}
      </Table.Td>
      <Table.Td>{secondFactor ? 'On' : <span className={classes.quiet}>Off</span>}</Table.Td>
      <Table.Td>
        <RowMenu account={account} edit={edit} actions={actions} />
      </Table.Td>
    </Table.Tr>
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
