/** Nothing is kept before the person has said that this Fullscript account is theirs. */
import { Button, Text, Title } from '@mantine/core'
import type { ConnectState, ResourceOwner } from '../../../../shared/bridge/fullscript'
import type { Failure } from '../../../../shared/failures'
import { DataList } from '../../components/data-list'
import { FailureNotice } from '../../components/failure-notice'
import { Notice } from '../../components/notice'
import { PersonAvatar } from '../../components/person-avatar'
import classes from './connect.module.css'

type Props = {
  state: Extract<ConnectState, { step: 'confirming' }>
  answer: (accept: boolean) => void
  pending: boolean
  failure: Failure | null
}

export const ownerName = (owner: ResourceOwner): string =>
  owner.name === '' ? `Fullscript ${owner.type}` : owner.name

const TYPES = { Practitioner: 'Practitioner', Staff: 'Office staff' } as const
export const ownerType = (owner: ResourceOwner): string => TYPES[owner.type]

export function ConfirmOwner({ state, answer, pending, failure }: Props) {
  const { owner, previousOwner } = state
  const changed = previousOwner !== null && previousOwner.id !== owner.id
  return (
    <section className={classes.card} aria-label="Is this you?">
      <Title order={2}>Is this you?</Title>
      <div className={classes.owner}>
        <PersonAvatar name={ownerName(owner)} size={48} />
        <div>
          <Text fw={600}>{ownerName(owner)}</Text>
          <Text size="sm" c="dimmed">
            {ownerType(owner)}
            {owner.clinicName !== '' && ` at ${owner.clinicName}`}
          </Text>
        </div>
      </div>
      <DataList
        rows={[
          { label: 'Type', value: ownerType(owner) },
          { label: 'Fullscript ID', value: owner.id, mono: true },
        ]}
      />
      {changed && (
        <Notice title="This is another account than before">
          You were connected as {ownerName(previousOwner)}. Go on only if you mean to change it.
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} />}
      <div className={classes.actions}>
        <Button onClick={() => answer(true)} loading={pending} data-autofocus>
          Yes, this is me
        </Button>
        <Button variant="default" onClick={() => answer(false)} disabled={pending}>
          No, use another account
        </Button>
      </div>
    </section>
  )
}
