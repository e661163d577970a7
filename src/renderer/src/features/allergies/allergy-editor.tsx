/** One allergy or intolerance: a new one, or what is known of one. */
import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Input,
  NativeSelect,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { RXNORM, SNOMED_CT } from '../../../../shared/code-systems'
import type { Allergy, AllergyBody } from '../../../../shared/contract/allergies'
import type { Coding } from '../../../../shared/contract/entries'
import { localDay } from '../../../../shared/day'
import { foldedText } from '../../../../shared/fold'
import { useDraftStore } from '../../data/drafts'
import { keys } from '../../data/queries'
import { useRecordForm } from '../../data/use-record-form'
import { useBridge } from '../../data/window-bridge'
import { Conflicts } from '../../ui/conflicts'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { CloseIcon } from '../../ui/icons'
import { KeyHint } from '../../ui/keys'
import { PartialDateField } from '../../ui/partial-date-field'
import { useShortcuts } from '../../ui/shortcuts'
import { useNow } from '../../ui/use-now'
import classes from './allergies.module.css'
import {
  CATEGORIES,
  checkAllergy,
  codeWords,
  CRITICALITIES,
  labelOf,
  readableSchema,
  SEVERITIES,
  statusWords,
  toForm,
  TYPES,
  valueWords,
  VERIFICATIONS,
  type AllergyForm,
  type Content,
  type ReadableAllergy,
} from './allergy'

type Props = {
  patientId: string
  /** Null: a new one. */
  allergy: ReadableAllergy | null
  close: () => void
  /** `before`: null for a new one. */
  saved: (before: Allergy | null, after: Allergy) => void
}

const options = (words: Readonly<Record<string, string>>, none?: string) => [
  ...(none === undefined ? [] : [{ value: '', label: none }]),
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
]
const STATUSES = Object.fromEntries(
  ['active', 'inactive', 'resolved'].map((status) => [status, statusWords(status)]),
)

export function AllergyEditor({ patientId, allergy, close, saved }: Props) {
  const cache = useQueryClient()
  const bridge = useBridge()
  const drafts = useDraftStore()
  const today = localDay(useNow(60_000))
  const draftKey = `allergy:${patientId}:${allergy?.id ?? 'new'}`
  const { form, draft, pending, failure, conflicts, choose, save, before } = useRecordForm<
    AllergyForm,
    Content,
    ReadableAllergy
  >({
    draftKey,
    record: allergy,
    schema: readableSchema,
    toForm,
    check: (values, before) => checkAllergy(values, { codings: codingsOf(values.text, before), today }),
    write: async (bridge, content, from) => {
      const result = from
        ? await bridge.allergies.change({ patientId, id: from.id, version: from.version, content })
        : await bridge.allergies.record({ patientId, content })
      return result.ok ? { ok: true, value: readableSchema.parse(result.value) } : result
    },
    newest: async ({ id }) => {
      void cache.invalidateQueries({ queryKey: keys.entries(patientId) })
      const history = await bridge.allergies.history({ patientId, id })
      return history.ok ? readableSchema.safeParse(history.value[0]).data : undefined
    },
    closes: true,
  })
  const submit = async () => {
    const done = await save()
    if (!done) return
    saved(done.before, done.after)
    close()
  }
  useShortcuts([['save', () => void submit()]])
  const { text } = form.getValues()
  const select = (field: keyof AllergyForm, words: Readonly<Record<string, string>>, none?: string) => (
    <NativeSelect label={labelOf(field)} data={options(words, none)} {...form.getInputProps(field)} />
  )

  return (
    <form
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap={16}>
        <DraftRestored draft={draft} />
        <Conflicts
          of="this allergy"
          conflicts={conflicts}
          choose={choose}
          labelOf={labelOf}
          words={valueWords}
        />
        <Autocomplete
          label={labelOf('text')}
          data={COMMON_ALLERGENS.map((one) => one.text)}
          limit={6}
          openOnFocus={false}
          maxLength={300}
          description={text.trim() === '' ? ' ' : codeWords(codingsOf(text, before))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data-autofocus
          {...form.getInputProps('text')}
          onOptionSubmit={(chosen) => {
            const category = commonAllergen(chosen)?.category
            if (category && form.getValues().category === '') form.setFieldValue('category', category)
          }}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing={16} verticalSpacing={16}>
          {select('type', TYPES, 'Not stated')}
          {select('category', CATEGORIES, 'Not stated')}
          {select('criticality', CRITICALITIES, 'Not stated')}
          {select('verificationStatus', VERIFICATIONS)}
          {select('status', STATUSES)}
          <PartialDateField
            label={labelOf('effective')}
            placeholder="Year, month or day"
            {...(form.getInputProps('effective') as { value: string; onChange: (value: string) => void })}
          />
        </SimpleGrid>
        <ReactionInputs form={form} />
        <Textarea
          label={labelOf('note')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={2000}
          spellCheck
          {...form.getInputProps('note')}
        />
        {failure && <FailureNotice failure={failure} />}
        <Group justify="flex-end" gap={8}>
          <Button
            variant="default"
            onClick={() => {
              drafts.discard(draftKey)
              close()
            }}
          >
            Cancel
          </Button>
          <Button
            type="submit"
            loading={pending}
            disabled={conflicts.length > 0}
            rightSection={<KeyHint shortcut="save" onColor={conflicts.length === 0} />}
          >
            {allergy ? 'Save changes' : 'Add allergy'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const CHOICES = [
  { value: '', label: 'Severity not stated' },
  ...Object.entries(SEVERITIES).map(([value, label]) => ({ value, label })),
]

/** What has happened: as many reactions as there were, each in words and how severe. */
function ReactionInputs({ form }: { form: UseFormReturnType<AllergyForm> }) {
  const list = useRef<HTMLFieldSetElement>(null)
  const { reactions } = form.getValues()
  /** Where the keyboard goes once the lines are drawn. */
  const focus = (find: (within: HTMLElement) => HTMLElement | null | undefined) => {
    requestAnimationFrame(() => list.current && find(list.current)?.focus())
  }
  const add = () => {
    form.insertListItem('reactions', { manifestation: '', severity: '' })
    focus((within) => [...within.querySelectorAll('input')].at(-1))
  }
  const remove = (index: number) => {
    form.removeListItem('reactions', index)
    focus((within) => within.querySelector<HTMLElement>('[data-add]'))
  }
  return (
    <fieldset className={classes.reactions} ref={list}>
      <legend>Reactions</legend>
      {reactions.map((_, index) => (
        // Lines have nothing but their place to be told apart by, and their values are the form's.
        <div className={classes.reaction} key={index}>
          <TextInput
            aria-label={`Reaction ${index + 1}`}
            placeholder="For example: hives"
            maxLength={200}
            {...form.getInputProps(`reactions.${index}.manifestation`)}
          />
          <NativeSelect
            aria-label={`Severity of reaction ${index + 1}`}
            data={CHOICES}
            {...form.getInputProps(`reactions.${index}.severity`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove reaction ${index + 1}`}
            onClick={() => remove(index)}
          >
            <CloseIcon size={16} />
          </ActionIcon>
        </div>
      ))}
      {form.errors['reactions'] && <Input.Error role="alert">{form.errors['reactions']}</Input.Error>}
      <Button variant="default" size="compact-sm" data-add onClick={add} disabled={reactions.length >= 20}>
        Add reaction
      </Button>
    </fieldset>
  )
}

/**
 * Substances that are often named, so that they are typed once and spelled right. A code stands only where one is known
 * for certain (RxNorm ingredients, SNOMED CT for latex); everything else is text, and says so.
 */
type Allergen = { text: string; category: AllergyBody['category']; coding?: Coding }

const drug = (text: string, code?: string): Allergen => ({
  text,
  category: 'medication',
  ...(code === undefined ? {} : { coding: { system: RXNORM, code, display: text } }),
})
const other = (category: 'food' | 'environment', ...texts: string[]): Allergen[] =>
  texts.map((text) => ({ text, category }))

const COMMON_ALLERGENS: readonly Allergen[] = [
  drug('Penicillin'),
  drug('Amoxicillin', '723'),
  drug('Sulfonamides'),
  drug('Sulfamethoxazole', '10180'),
  drug('Aspirin', '1191'),
  drug('Ibuprofen', '5640'),
  drug('Naproxen', '7258'),
  drug('Codeine', '2670'),
  drug('Morphine', '7052'),
  drug('Erythromycin', '4053'),
  drug('Iodinated contrast'),
  ...other('food', 'Peanut', 'Tree nuts', 'Milk', 'Egg', 'Fish', 'Shellfish', 'Soy', 'Wheat', 'Sesame'),
  {
    text: 'Latex',
    category: 'environment',
    coding: { system: SNOMED_CT, code: '111088007', display: 'Latex' },
  },
  ...other('environment', 'Bee venom', 'Grass pollen', 'Tree pollen', 'Ragweed', 'House dust mite'),
  ...other('environment', 'Cat dander', 'Dog dander', 'Mold', 'Nickel'),
]

const commonAllergen = (text: string): Allergen | undefined =>
  COMMON_ALLERGENS.find((one) => foldedText(one.text) === foldedText(text))

/** The codes of what was there stay with its text; a text of the list has its own. */
function codingsOf(text: string, before: Content | null): Coding[] {
  if (before?.text === text.trim()) return before.codings
  const known = commonAllergen(text)?.coding
  return known ? [known] : []
}
