import { Radio, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { suggestUsername } from '../../ui/person-form'
import { NameInputs, PractitionerInputs } from '../../ui/person-inputs'
import { treats, type FirstRunForm } from './first-run-form'
import { StepForm } from './step-form'

type Props = { form: UseFormReturnType<FirstRunForm>; back: () => void; next: () => void }

export function PersonStep({ form, back, next }: Props) {
  const input = (field: 'displayName' | 'username' | 'credentials' | 'npi') => {
    const props: { onChange: (value: unknown) => void } = form.getInputProps(field)
    const onChange = (event: { currentTarget: { value: string } }) => {
      const { displayName, username } = form.getValues()
      props.onChange(event)
      // A username that somebody chose themselves is left alone.
      if (field === 'displayName' && username === suggestUsername(displayName))
        form.setFieldValue('username', suggestUsername(event.currentTarget.value))
    }
    return { ...props, onChange, ...(field === 'displayName' ? { autoFocus: true } : {}) }
  }
  return (
    <StepForm
      title="The first administrator"
      intro="That is you. You can add everybody else afterwards."
      back={back}
      next={next}
    >
      <NameInputs input={input} />
      <Radio.Group label="What do you do here?" {...form.getInputProps('role')}>
        <Stack gap={8} mt={4}>
          <Radio
            value="practitioner-administrator"
            label="I see patients and run the practice"
            description="Practitioner with administrator rights"
          />
          <Radio
            value="administrator"
            label="I run the practice"
            description="Administrator: people and settings, no clinical notes"
          />
        </Stack>
      </Radio.Group>
      {treats(form.getValues()) && <PractitionerInputs input={input} />}
    </StepForm>
  )
}
