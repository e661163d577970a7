import { Text, UnstyledButton } from '@mantine/core'
import type { AppInfo } from '../../../../shared/contract/app'
import { PersonAvatar } from '../../ui/person-avatar'
import classes from './sign-in.module.css'

type Account = AppInfo['demoAccounts'][number]

/** The demo practice's people, so that nobody has to look a name or password up. */
export function DemoAccounts({
  accounts,
  choose,
}: {
  accounts: Account[]
  choose: (account: Account) => void
}) {
  return (
    <section className={classes.demo} aria-label="Demo accounts">
      <Text size="xs" c="dimmed">
        Demo practice: choose somebody to fill in the name and password
      </Text>
      {accounts.map((account) => (
        <UnstyledButton key={account.username} className={classes.account} onClick={() => choose(account)}>
          <PersonAvatar name={account.displayName} size={28} />
          <span className={classes.name}>{account.displayName}</span>
          <span className={classes.role}>{account.roleName}</span>
        </UnstyledButton>
      ))}
    </section>
  )
}
