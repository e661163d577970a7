/** Nothing is kept before the person has said that this Fullscript account, or this clinic, is theirs. */
import { Button, Text, Title } from '@mantine/core'
import type { ConnectState, ResourceOwner } from '../../../../shared/contract/fullscript'
import type { Failure } from '../../../../shared/failures'
import { DescriptionList } from '../../ui/description-list'
import { FailureNotice } from '../../ui/failure-notice'
import { isolated } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { PersonAvatar } from '../../ui/person-avatar'
import classes from './connect.module.css'

const PERSON = { question: 'Is this you?', yes: 'Yes, this is me', no: 'No, use another account' }
const CLINIC = {
  question: 'Is this your clinic?',
  yes: 'Yes, connect this clinic',
  no: 'No, use another account',
}

type Props = {
  state: Extract<ConnectState, { step: 'confirming' }>
  answer: (accept: boolean) => void
  pending: boolean
  failure: Failure | null
}

export const ownerName = (owner: ResourceOwner): string =>
  owner.name || (owner.type === 'Clinic' ? owner.clinicName : `Fullscript ${owner.type}`)

const TYPES = { Practitioner: 'Practitioner', Staff: 'Office staff', Clinic: 'Clinic' } as const
export const ownerType = (owner: ResourceOwner): string => TYPES[owner.type]

export function ConfirmOwner({ state, answer, pending, failure }: Props) {
  const { owner, previousOwner } = state
  const words = owner.type === 'Clinic' ? CLINIC : PERSON
  const changed = previousOwner !== null && previousOwner.id !== owner.id
  return (
    <section className={classes.card} aria-label={words.question}>
      <Title order={2}>{words.question}</Title>
      <div className={classes.owner}>
        <PersonAvatar name={ownerName(owner)} size={48} />
        <div>
          <Text fw={600}>{ownerName(owner)}</Text>
          <Text size="sm" c="dimmed">
            {ownerType(owner)}
            {owner.type !== 'Clinic' && owner.clinicName !== '' && ` at ${isolated(owner.clinicName)}`}
          </Text>
        </div>
      </div>
      <DescriptionList
        rows={[
          { label: 'Type', value: ownerType(owner) },
          { label: 'Fullscript ID', value: owner.id, mono: true },
        ]}
      />
      {changed && (
        <Notice title="This is another account than before">
          You were connected as {isolated(ownerName(previousOwner))}. Go on only if you mean to change it.
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} />}
      <div className={classes.actions}>
        <Button onClick={() => answer(true)} loading={pending} data-autofocus>
          {words.yes}
        </Button>
        <Button variant="default" onClick={() => answer(false)} disabled={pending}>
          {words.no}
        </Button>
      </div>
    </section>
  )
}
