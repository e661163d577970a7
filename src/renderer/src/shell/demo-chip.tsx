/** Says that these records are invented, and leads to one's own. */
import { Menu, Text, UnstyledButton } from '@mantine/core'
import { useSetup } from '../data/queries'
import classes from './frame.module.css'
import { DemoIcon, SignOutIcon } from '../ui/icons'
import { DropMenu } from '../ui/overlays'
import { LEAVE_DEMO, useSwitchRecords } from './switch-records'

export function DemoChip() {
  const demo = useSetup().value?.demo === true
  const leave = useSwitchRecords(true)
  if (!demo) return null
  return (
    <DropMenu width={264} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.chip} data-tone="warn">
          <DemoIcon size={14} aria-hidden />
          Demo practice
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" px={12} py={8}>
          These people and patients are invented. Your own practice is kept wholly apart.
        </Text>
        <Menu.Item leftSection={<SignOutIcon size={16} />} onClick={() => void leave.run(undefined)}>
          {LEAVE_DEMO}
        </Menu.Item>
      </Menu.Dropdown>
    </DropMenu>
  )
}
