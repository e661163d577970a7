/** The fields of a patient, bound to a form. Used for a new patient and for editing one. */
import { NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { birthDateProblem, earliestBirth } from '../../../../shared/age'
import { localDay } from '../../../../shared/day'
import { DateField, isDay } from '../../ui/date-field'
import { formatAge } from '../../ui/format'
import { useNow } from '../../ui/use-now'
import type { PatientForm } from './patient-form'
import { labelOf } from './patient-form'

type Props = { form: UseFormReturnType<PatientForm>; readOnly?: boolean }

/** What every field of text has. */
const textOf = (form: Props['form'], readOnly: boolean) => (field: keyof PatientForm) => ({
  label: labelOf(field),
  readOnly,
  autoComplete: 'off',
  ...form.getInputProps(field),
})

export function IdentityInputs({ form, readOnly = false }: Props) {
  const text = textOf(form, readOnly)
  return (
    <>
      <SimpleGrid cols={3} spacing={16} verticalSpacing={16}>
        <TextInput {...text('givenName')} data-autofocus maxLength={100} />
        <TextInput {...text('familyName')} maxLength={100} />
        <TextInput {...text('preferredName')} placeholder="Same as given name" maxLength={100} />
      </SimpleGrid>
      <SimpleGrid cols={3} spacing={16} verticalSpacing={16}>
        <BirthDateField form={form} readOnly={readOnly} />
        <NativeSelect
          label={labelOf('sex')}
          disabled={readOnly}
          data={[
            { value: 'unspecified', label: 'Not stated' },
            { value: 'female', label: 'Female' },
            { value: 'male', label: 'Male' },
          ]}
          {...form.getInputProps('sex')}
        />
      </SimpleGrid>
    </>
  )
}

function BirthDateField({ form, readOnly = false }: Props) {
  const now = useNow(60_000)
  const today = localDay(now)
  const { value, ...props } = form.getInputProps('birthDate') as {
    value: string
    onChange: (value: string) => void
  }
  // The age tells at once whether the year is the one that was meant.
  const age = isDay(value) && birthDateProblem(value, today) === null ? formatAge(value, now) : ''
  return (
    <DateField
      label={labelOf('birthDate')}
      description={age === '' ? ' ' : age}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      descriptionProps={{ role: 'status' }}
      past
      min={earliestBirth(today)}
      max={today}
      readOnly={readOnly}
      value={value}
      {...props}
    />
  )
}

export function ContactInputs({ form, readOnly = false }: Props) {
  const text = textOf(form, readOnly)
  return (
    <SimpleGrid cols={2} spacing={16} verticalSpacing={16}>
      <TextInput
        {...text('email')}
        description="Fullscript sends the treatment plan to this address"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        type="email"
        maxLength={254}
      />
      <TextInput {...text('phone')} type="tel" placeholder="(202) 555-0123" maxLength={40} />
    </SimpleGrid>
  )
}

export function AddressInputs({ form, readOnly = false }: Props) {
  const text = textOf(form, readOnly)
  return (
    <>
      <SimpleGrid cols={2} spacing={16} verticalSpacing={16}>
        <TextInput {...text('addressLine1')} maxLength={200} />
        <TextInput {...text('addressLine2')} maxLength={200} />
      </SimpleGrid>
      <SimpleGrid cols={4} spacing={16} verticalSpacing={16}>
        <TextInput {...text('city')} maxLength={100} />
        <TextInput {...text('region')} maxLength={100} />
        <TextInput {...text('postalCode')} maxLength={20} />
        <NativeSelect
          label={labelOf('country')}
          disabled={readOnly}
          data={[
            { value: '', label: 'Not stated' },
            { value: 'US', label: 'United States' },
            { value: 'CA', label: 'Canada' },
          ]}
          {...form.getInputProps('country')}
        />
      </SimpleGrid>
    </>
  )
}

export function NoteInput({ form, readOnly = false }: Props) {
  return (
    <Textarea
      label={labelOf('note')}
      placeholder="Something practitioners should know"
      autosize
      minRows={2}
      maxRows={6}
      readOnly={readOnly}
      maxLength={2000}
      spellCheck
      {...form.getInputProps('note')}
    />
  )
}
