/** Adding somebody, or changing what is known of them. */
import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccessCode, Account, PersonFields } from '../../../../shared/contract/accounts'
import type { Proof } from '../../../../shared/contract/people'
import type { Role } from '../../../../shared/contract/roles'
import { useDraft, useDraftStore } from '../../data/drafts'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import {
  EMPTY_PERSON,
  personErrors,
  suggestUsername,
  toPersonFields,
  treatsPatients,
  type PersonForm,
} from '../../ui/person-form'
import { NameInputs, PractitionerInputs } from '../../ui/person-inputs'
import { offerNewKey } from '../../ui/offer-new-key'
import { useProofInputs } from '../../ui/proof-inputs'
import { roleWords } from './role-words'

type Props = {
  /** Null: somebody new. */
  account: Account | null
  roles: readonly Role[]
  close: () => void
  added: (account: Account, access: AccessCode) => void
}

export function PersonEditor({ account, roles, close, added }: Props) {
  const cache = useQueryClient()
  const form = useForm<PersonForm>({ initialValues: account ? formOf(account) : EMPTY_PERSON })
  const draftKey = `person:${account?.id ?? 'new'}`
  const drafts = useDraftStore()
  const draft = useDraft(draftKey, form, { typedOnly: true })
  const add = useAction((bridge, input: PersonFields & { username: string; proof: Proof }) =>
    bridge.accounts.add(input),
  )
  const update = useAction((bridge, input: PersonFields & { id: string; proof: Proof }) =>
    bridge.accounts.update(input),
  )
  const asked = useProofInputs()
  const [atProof, setAtProof] = useState(false)
  const role = roles.find(({ id }) => id === form.getValues().role)
  const treats = treatsPatients(role?.allows ?? [])

  const submit = async (values: PersonForm) => {
    const errors = personErrors(values, treats)
    form.setErrors(errors)
    const [wrong] = Object.keys(errors)
    if (wrong !== undefined) {
      form.getInputNode(wrong)?.focus()
      return
    }
    if (!asked.complete()) return
    const fields = toPersonFields(values, treats)
    if (account) {
      const result = await update.run({ ...fields, id: account.id, proof: asked.proof })
      setAtProof(asked.take(result.ok ? null : result.failure))
      if (!result.ok) return
      drafts.discard(draftKey)
      void cache.invalidateQueries({ queryKey: keys.accounts })
      if (account.manages && !result.value.manages)
        offerNewKey(`${fields.displayName} is no administrator any more.`)
      close()
      return
    }
    const result = await add.run({ ...fields, username: values.username.trim(), proof: asked.proof })
    setAtProof(asked.take(result.ok ? null : result.failure))
    if (result.ok) {
      drafts.discard(draftKey)
      void cache.invalidateQueries({ queryKey: keys.accounts })
      added(result.value.account, result.value.access)
    } else if (result.failure.detail === 'username') {
      add.forget()
      form.setErrors({ username: 'Somebody has or had this username' })
      form.getInputNode('username')?.focus()
    }
  }
  const input = (field: 'displayName' | 'username' | 'credentials' | 'npi') => {
    const props: { onChange: (value: unknown) => void } = form.getInputProps(field)
    const onChange = (event: { currentTarget: { value: string } }) => {
      const { displayName, username } = form.getValues()
      props.onChange(event)
      // A username that somebody chose themselves is left alone.
      if (field === 'displayName' && account === null && username === suggestUsername(displayName))
        form.setFieldValue('username', suggestUsername(event.currentTarget.value))
    }
    return { ...props, onChange }
  }
  const cancel = () => {
    drafts.discard(draftKey)
    close()
  }
  const failure = add.failure ?? update.failure
  return (
    <form autoComplete="off" onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
      <Stack gap={16}>
        <DraftRestored draft={draft} />
        <NameInputs input={input} fixedUsername={account !== null} />
        <NativeSelect
          label="Role"
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          description={role ? roleWords(role) : ' '}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('role')}
        />
        {treats && <PractitionerInputs input={input} />}
        {asked.inputs}
        {failure && !atProof && <FailureNotice failure={failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
          <Button type="submit" loading={add.pending || update.pending}>
            {account ? 'Save changes' : 'Add person'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const formOf = ({ displayName, credentials, npi, role, username }: Account): PersonForm => ({
  displayName,
  credentials,
  npi,
  role,
  username,
})
