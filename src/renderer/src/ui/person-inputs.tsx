/** The fields of a person of the practice, bound to a form; used by the first-run guide and by the page of people. */
import { SimpleGrid, TextInput } from '@mantine/core'

/** The part of a form that is needed here, so that a larger form can hold a person too. */
export type PersonBinding = {
  input: (field: 'displayName' | 'username' | 'credentials' | 'npi') => object
}

export function NameInputs({ input, fixedUsername = false }: PersonBinding & { fixedUsername?: boolean }) {
  return (
    <>
      <TextInput label="Name" autoComplete="off" maxLength={100} data-autofocus {...input('displayName')} />
      <TextInput
        label="Username"
        description={fixedUsername ? 'Stays the same' : 'To sign in with'}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        readOnly={fixedUsername}
        variant={fixedUsername ? 'filled' : 'default'}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        {...input('username')}
      />
    </>
  )
}

/** For somebody who treats patients. */
export function PractitionerInputs({ input }: PersonBinding) {
  return (
    <SimpleGrid cols={2} spacing={16} verticalSpacing={16}>
      <TextInput
        label="Credentials"
        placeholder="ND, LAc"
        autoComplete="off"
        maxLength={40}
        {...input('credentials')}
      />
      <TextInput
        label="NPI"
        description="Ten digits; may stay empty"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        inputMode="numeric"
        maxLength={10}
        {...input('npi')}
      />
    </SimpleGrid>
  )
}
