/** After the practice is made: the recovery code, and Fullscript now or later. */
import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { Welcome } from '../../../../shared/contract/accounts'
import { KeptCode } from '../../ui/kept-code'

export function RecoveryStep({ welcome, next }: { welcome: Welcome; next: () => void }) {
  return (
    <Stack gap={0}>
      <Title order={1}>Keep your recovery code</Title>
      <KeptCode welcome={welcome} goOn={next} wide={false} />
    </Stack>
  )
}

export function FullscriptStep({ finish }: { finish: (place: string) => void }) {
  return (
    <Stack gap={16}>
      <div>
        <Title order={1}>Connect the practice with Fullscript</Title>
        <Text c="dimmed">
          The practice needs an app of its own in Fullscript’s dashboard. The settings show every step; have
          your Fullscript sign-in at hand. You can do this at any time.
        </Text>
      </div>
      <Group gap={8}>
        <Button onClick={() => finish('/fullscript/settings')} autoFocus>
          Enter the Fullscript settings
        </Button>
        <Button variant="default" onClick={() => finish('/patients')}>
          Later
        </Button>
      </Group>
    </Stack>
  )
}
