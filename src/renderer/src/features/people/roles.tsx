/** The roles of the practice, and what each of them allows. */
import { Button, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Role } from '../../../../shared/contract/roles'
import { counted } from '../../../../shared/plural'
import { useRoles } from '../../data/queries'
import { DataList } from '../../ui/data-list'
import { FailureNotice } from '../../ui/failure-notice'
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
      ) : (
        <DataList
          label="Roles"
          rows={roles.value}
          keyOf={({ id }) => id}
          columns={[
            {
              ...{ key: 'role', head: 'Role', width: '30%' },
              cell: (role) => (
                <UnstyledButton
                  className={classes.role}
                  onClick={() => setEdited(role)}
                  aria-label={`Edit ${role.name}`}
                >
                  <span className={`${classes.name ?? ''} whole`}>{role.name}</span>
                </UnstyledButton>
              ),
            },
            { key: 'about', head: 'What it is about', cell: roleWords },
            {
              ...{ key: 'people', head: 'People', width: 112, figures: true },
              cell: ({ people }) =>
                people === 0 ? (
                  <span className={classes.quiet}>Nobody</span>
                ) : (
                  counted(people, 'person', 'people')
                ),
            },
          ]}
        />
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
