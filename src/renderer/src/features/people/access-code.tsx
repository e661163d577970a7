import { Stack, Text } from '@mantine/core'
import type { AccessCode, Account } from '../../../../shared/contract/accounts'
import { usePerson } from '../../data/person'
import { CodeSheet } from '../../ui/code-sheet'
import { formatMoment, isolated } from '../../ui/format'
import { useLocale } from '../../ui/use-locale'

/** The code that is handed over in person, and how it is used. */
export function AccessCodeSheet({ account, access }: { account: Account; access: AccessCode }) {
  const locale = useLocale()
  const { practiceName } = usePerson()
  return (
    <Stack gap={16}>
      <Text size="sm" c="dimmed">
        Shown only now. Hand it to {isolated(account.displayName)} in person. If it is lost, give a new one.
      </Text>
      <CodeSheet
        title="Yarrow access code"
        what="access code"
        codes={[access.code]}
        facts={[
          account.displayName,
          `Username ${account.username}`,
          practiceName,
          `Until ${formatMoment(access.expiresAt, locale)}`,
        ]}
      >
        On Yarrow’s sign-in screen choose “First sign-in or reset code”, enter the username and this code, and
        choose a password. The code works once.
        {account.access !== 'invited' && ' Fullscript has to be connected again after that.'}
      </CodeSheet>
    </Stack>
  )
}
