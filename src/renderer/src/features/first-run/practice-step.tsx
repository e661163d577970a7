import { Radio, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { FirstRunForm } from './first-run-form'
import { StepForm } from './step-form'

type Props = { form: UseFormReturnType<FirstRunForm>; back: () => void; next: () => void }

export function PracticeStep({ form, back, next }: Props) {
  return (
    <StepForm
      title="Your practice"
      intro="The name is shown when you sign in and on what you print."
      back={back}
      next={next}
    >
      <TextInput
        label="Name of the practice"
        autoComplete="off"
        maxLength={120}
        autoFocus
        {...form.getInputProps('practiceName')}
      />
      <Radio.Group label="Where do you practise?" {...form.getInputProps('region')}>
        <Stack gap={8} mt={4}>
          <Radio value="US" label="United States" />
          <Radio value="CA" label="Canada" />
        </Stack>
      </Radio.Group>
    </StepForm>
  )
}
