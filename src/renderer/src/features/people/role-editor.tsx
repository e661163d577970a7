/** A new role, or what one allows: everything that a role can allow, by type. */
import { Button, Checkbox, Fieldset, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CAPABILITIES, CAPABILITY_TYPES, type Capability } from '../../../../shared/capabilities'
import type { Proof } from '../../../../shared/contract/people'
import type { Role, RoleFields } from '../../../../shared/contract/roles'
import { DEFAULT_ROLES, DEFAULT_ROLE_IDS, type DefaultRoleId } from '../../../../shared/roles'
import { useDraft, useDraftStore } from '../../data/drafts'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { nameProblem } from '../../ui/person-form'
import { useProofInputs } from '../../ui/proof-inputs'
import classes from './people.module.css'

type Form = { name: string; defaultsOf: DefaultRoleId; allows: Capability[] }

/** Something can only be changed by whoever may see it, so the one brings the other along. */
const READ_FOR = new Map<Capability, Capability>(
  CAPABILITIES.flatMap((one): [Capability, Capability][] => {
    const read = CAPABILITIES.find((other) => other === `${one.split(':')[0] ?? ''}:read`)
    return read !== undefined && read !== one ? [[one, read]] : []
  }),
)

const toggled = (allows: Capability[], one: Capability): Capability[] => {
  const on = !allows.includes(one)
  const read = READ_FOR.get(one)
  if (on) return [...new Set([...allows, one, ...(read === undefined ? [] : [read])])]
  return allows.filter((other) => other !== one && READ_FOR.get(other) !== one)
}

type Props = {
  /** Null: a new one. */
  role: Role | null
  close: () => void
}

export function RoleEditor({ role, close }: Props) {
  const cache = useQueryClient()
  const form = useForm<Form>({
    initialValues: role
      ? { name: role.name, defaultsOf: role.defaultsOf, allows: role.allows }
      : { name: '', defaultsOf: 'staff', allows: [...DEFAULT_ROLES.staff.allows] },
  })
  const draftKey = `role:${role?.id ?? 'new'}`
  const drafts = useDraftStore()
  const draft = useDraft(draftKey, form, { typedOnly: true })
  const asked = useProofInputs()
  const [atProof, setAtProof] = useState(false)
  const save = useAction((bridge, input: RoleFields & { proof: Proof }) => bridge.roles.save(input))
  const remove = useAction((bridge, proof: Proof) => bridge.roles.remove({ id: role?.id ?? '', proof }))
  const { allows, name } = form.getValues()

  const finish = () => {
    drafts.discard(draftKey)
    void cache.invalidateQueries({ queryKey: keys.roles })
    void cache.invalidateQueries({ queryKey: keys.accounts })
    close()
  }
  const submit = async (values: Form) => {
    const problem = nameProblem(values.name, 'Enter what the role is called')
    if (problem !== null) {
      form.setErrors({ name: problem })
      form.getInputNode('name')?.focus()
      return
    }
    if (!asked.complete()) return
    const fields = { ...values, id: role?.id ?? null, name: values.name.trim() }
    const result = await save.run({ ...fields, proof: asked.proof })
    setAtProof(asked.take(result.ok ? null : result.failure))
    if (result.ok) finish()
    else if (result.failure.detail === 'name') {
      save.forget()
      form.setErrors({ name: 'Another role is called so' })
      form.getInputNode('name')?.focus()
    }
  }
  const takeAway = async () => {
    if (!asked.complete()) return
    const result = await remove.run(asked.proof)
    setAtProof(asked.take(result.ok ? null : result.failure))
    if (result.ok) finish()
  }
  const own = role !== null && !(role.id in DEFAULT_ROLES)
  const failure = save.failure ?? remove.failure
  return (
    <form autoComplete="off" onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
      <Stack gap={16}>
        <DraftRestored draft={draft} />
        <TextInput label="Name" maxLength={60} data-autofocus {...form.getInputProps('name')} />
        {role === null && (
          <NativeSelect
            label="Like"
            description="What later versions of Yarrow add is allowed as for this role."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={DEFAULT_ROLE_IDS.map((id) => ({ value: id, label: DEFAULT_ROLES[id].name }))}
            {...form.getInputProps('defaultsOf')}
            onChange={(event) => {
              const defaultsOf = event.currentTarget.value as DefaultRoleId
              form.setValues({ defaultsOf, allows: [...DEFAULT_ROLES[defaultsOf].allows] })
            }}
          />
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={24} verticalSpacing={16}>
          {Object.entries(CAPABILITY_TYPES).map(([type, { says, verbs }]) => (
            <Fieldset key={type} legend={says} variant="unstyled" className={classes.type}>
              <Stack gap={8} mt={8}>
                {Object.entries(verbs).map(([verb, words]) => {
                  const capability = `${type}:${verb}` as Capability
                  return (
                    <Checkbox
                      key={capability}
                      label={words}
                      checked={allows.includes(capability)}
                      onChange={() => form.setFieldValue('allows', toggled(allows, capability))}
                    />
                  )
                })}
              </Stack>
            </Fieldset>
          ))}
        </SimpleGrid>
        {asked.inputs}
        {failure && !atProof && <FailureNotice failure={failure} />}
        <Group justify="space-between" gap={8}>
          {own && role.people === 0 ? (
            <Button variant="subtle" loading={remove.pending} onClick={() => void takeAway()}>
              Remove {name}
            </Button>
          ) : (
            <span />
          )}
          <Group gap={8}>
            <Button
              variant="default"
              onClick={() => {
                drafts.discard(draftKey)
                close()
              }}
            >
              Cancel
            </Button>
            <Button type="submit" loading={save.pending}>
              {role ? 'Save changes' : 'Add role'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
