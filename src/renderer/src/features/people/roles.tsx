/** The roles of the practice, and what each of them allows. */
import { Button, Table, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Role } from '../../../../shared/contract/roles'
import { counted } from '../../../../shared/plural'
import { useRoles } from '../../data/queries'
import { FailureNotice } from '../../ui/failure-notice'
import { Lines } from '../../ui/lines'
import { Dialog } from '../../ui/overlays'
import { Page } from '../../ui/page'
import classes from './people.module.css'
import { RoleEditor } from './role-editor'
import { roleWords } from './role-words'

export function Roles() {
  const roles = useRoles()
  const [edited, setEdited] = useState<Role | 'new' | null>(null)
  const close = () => setEdited(null)
  return (
    <Page
      title="Roles"
      intro="What a role allows holds at once for everybody who has it."
      wide
      actions={
        <>
          <Button variant="default" component={Link} to="/people">
            People
          </Button>
          <Button onClick={() => setEdited('new')}>Add role</Button>
        </>
      }
    >
      {roles.failure ? (
        <FailureNotice failure={roles.failure} action={<Button onClick={roles.again}>Try again</Button>} />
      ) : roles.value ? (
        <Table className={classes.table} aria-label="Roles">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="30%">Role</Table.Th>
              <Table.Th>What it is about</Table.Th>
              <Table.Th w={112}>People</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {roles.value.map((role) => (
              <Table.Tr key={role.id}>
                <Table.Td>
                  <UnstyledButton
                    className={classes.role}
                    onClick={() => setEdited(role)}
                    aria-label={`Edit ${role.name}`}
                  >
                    <span className={`${classes.name ?? ''} whole`}>{role.name}</span>
                  </UnstyledButton>
                </Table.Td>
                <Table.Td className="whole">{roleWords(role)}</Table.Td>
                <Table.Td className="figures">
                  {role.people === 0 ? (
                    <span className={classes.quiet}>Nobody</span>
                  ) : (
                    counted(role.people, 'person', 'people')
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        <Lines count={4} height={32} />
      )}
      <Dialog
        opened={edited !== null}
        onClose={close}
        title={edited === 'new' ? 'Add role' : 'Edit role'}
        size={720}
      >
        {edited !== null && <RoleEditor role={edited === 'new' ? null : edited} close={close} />}
      </Dialog>
    </Page>
  )
}
