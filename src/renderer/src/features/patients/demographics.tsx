/** Demographics, always ready to be edited. A half-typed form survives leaving the tab; a save can be undone. */
import { Button, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { patientSchema, type Patient, type PatientFields } from '../../../../shared/contract/patients'
import { useDraft, useDraftContext } from '../../data/drafts'
import { useCan } from '../../data/person'
import { keys, usePatient } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName, isolated } from '../../ui/format'
import { KeyHint } from '../../ui/keys'
import { Lines } from '../../ui/lines'
import { useShortcuts } from '../../ui/shortcuts'
import { useUndo } from '../../ui/undo-notice'
import { Conflicts } from './conflicts'
import classes from './demographics.module.css'
import { changedWords, checkForm, mergeEdits, toForm, type Conflict, type PatientForm } from './patient-form'
import { AddressInputs, ContactInputs, IdentityInputs, NoteInput } from './patient-inputs'
import { today } from './today'

type Saved = { before: Patient; after: Patient }

export function Demographics() {
  const { patientId = '' } = useParams()
  const patient = usePatient(patientId).value
  if (!patient)
    return (
      <div className={classes.screen}>
        <div className={classes.fields}>
          <Lines count={6} height={32} gap={16} />
        </div>
      </div>
    )
  return <Form key={patient.id} patient={patient} />
}

function Form({ patient }: { patient: Patient }) {
  const cache = useQueryClient()
  const mayWrite = useCan('patients:write')
  const seesNotes = useCan('notes:read')
  const writesNotes = useCan('notes:write')
  const draftKey = `patient:${patient.id}`
  const draftBase = patientSchema.safeParse(useDraftContext(draftKey))
  /** The version that the edits were made from. */
  const [base, setBase] = useState(draftBase.data ?? patient)
  const [conflicts, setConflicts] = useState<Conflict[]>([])
  const form = useForm<PatientForm>({ initialValues: toForm(base) })
  const offerUndo = useUndo()
  const draft = useDraft(draftKey, form, { context: base })

  const update = useAction((bridge, input: PatientFields & { patientId: string; version: number }) =>
    bridge.patients.update(input),
  )

  const settle = (next: Patient) => {
    setBase(next)
    setConflicts([])
    form.setInitialValues(toForm(next))
    form.setValues(toForm(next))
    cache.setQueryData(keys.patient(next.id), next)
    void cache.invalidateQueries({ queryKey: keys.patients })
  }

  /** Answers what was saved; null: the screen says why nothing was, or asks what should be. */
  const write = async (fields: PatientFields, from: Patient): Promise<Saved | null> => {
    const result = await update.run({ ...fields, patientId: patient.id, version: from.version })
    if (result.ok) {
      settle(result.value)
      return { before: from, after: result.value }
    }
    return result.failure.code === 'changed-meanwhile' ? meet(fields, from) : null
  }

  /** Somebody else was faster: take theirs where they alone changed something, and ask where both did. */
  const meet = async (mine: PatientFields, from: Patient): Promise<Saved | null> => {
    await cache.invalidateQueries({ queryKey: keys.patient(patient.id) })
    const theirs = cache.getQueryData<Patient>(keys.patient(patient.id))
    if (!theirs || theirs.version === from.version) return null
    update.forget()
    const { merged, conflicts: both } = mergeEdits(from, mine, theirs)
    setBase(theirs)
    form.setInitialValues(toForm(theirs))
    form.setValues(toForm(merged))
    if (both.length === 0) return write(merged, theirs)
    setConflicts(both)
    return null
  }

  const saveFields = async (fields: PatientFields) => {
    const saved = await write(fields, base)
    if (!saved) return
    const { before, after } = saved
    offerUndo({
      id: `saved-${patient.id}`,
      message: 'Changes saved',
      what: `${changedWords(before, after)} of ${isolated(fullName(before))}`,
      undo: async () => (await write(before, after)) !== null,
    })
  }
  const save = () => {
    const checked = checkForm(form.getValues(), today())
    if (checked.ok) void saveFields(checked.fields)
    else form.setErrors(checked.errors)
  }
  const discard = () => {
    settle(base)
    update.forget()
  }
  const dirty = form.isDirty()
  useShortcuts([['save', () => dirty && save()]])

  return (
    <form
      autoComplete="off"
      className={classes.screen}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className={classes.fields}>
        <DraftRestored draft={draft} />
        {conflicts.length > 0 && (
          <Conflicts
            conflicts={conflicts}
            choose={(field, value) => {
              form.setFieldValue(field, field === 'phone' ? toForm({ ...base, phone: value }).phone : value)
              setConflicts(conflicts.filter((conflict) => conflict.field !== field))
            }}
          />
        )}
        {update.failure && <FailureNotice failure={update.failure} />}
        <Title order={2}>Identity</Title>
        <IdentityInputs form={form} readOnly={!mayWrite} />
        <Title order={2}>Contact</Title>
        <ContactInputs form={form} readOnly={!mayWrite} />
        <Title order={2}>Address</Title>
        <AddressInputs form={form} readOnly={!mayWrite} />
        {seesNotes && <NoteInput form={form} readOnly={!mayWrite || !writesNotes} />}
      </div>
      {mayWrite && (
        <footer className={classes.footer} data-dirty={dirty}>
          <span role="status">{dirty ? 'Changes are not saved yet' : 'Everything is saved'}</span>
          <Button variant="default" onClick={discard} disabled={!dirty}>
            Discard
          </Button>
          <Button
            type="submit"
            disabled={!dirty || conflicts.length > 0}
            loading={update.pending}
            rightSection={<KeyHint shortcut="save" onColor={dirty} />}
          >
            Save changes
          </Button>
        </footer>
      )}
    </form>
  )
}
