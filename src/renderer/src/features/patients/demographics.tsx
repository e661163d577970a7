/** Demographics, always ready to be edited. A half-typed form survives leaving the tab; a save can be undone. */
import { Button, Group, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { patientSchema, type Patient, type PatientFields } from '../../../../shared/contract/patients'
import { useCan } from '../../data/person'
import { keys, usePatient } from '../../data/queries'
import { useRecordForm } from '../../data/use-record-form'
import { useBridge } from '../../data/window-bridge'
import { Conflicts } from '../../ui/conflicts'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName, isolated } from '../../ui/format'
import { KeyHint } from '../../ui/keys'
import { Lines } from '../../ui/lines'
import { useShortcuts } from '../../ui/shortcuts'
import { useUndo } from '../../ui/undo-notice'
import classes from './demographics.module.css'
import { EarlierVersions } from './earlier-versions'
import { changedWords, checkForm, EMPTY, labelOf, toForm, type PatientForm } from './patient-form'
import { AddressInputs, ContactInputs, IdentityInputs, NoteInput } from './patient-inputs'
import { today } from './today'

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
  const bridge = useBridge()
  const mayWrite = useCan('patients:write')
  const seesNotes = useCan('notes:read')
  const writesNotes = useCan('notes:write')
  const offerUndo = useUndo()
  const [showsEarlier, setShowsEarlier] = useState(false)
  const { form, draft, dirty, pending, failure, conflicts, choose, save, revert, discard } = useRecordForm<
    PatientForm,
    PatientFields,
    Patient
  >({
    draftKey: `patient:${patient.id}`,
    record: patient,
    schema: patientSchema,
    toForm: (fields) => (fields ? toForm(fields) : EMPTY),
    check: (values) => checkForm(values, today()),
    write: async (to, fields, from) => {
      const version = (from ?? patient).version
      const result = await to.patients.update({ ...fields, patientId: patient.id, version })
      if (result.ok) {
        cache.setQueryData(keys.patient(patient.id), result.value)
        void cache.invalidateQueries({ queryKey: keys.patients })
      }
      return result
    },
    newest: async () => {
      const newest = await bridge.patients.get({ patientId: patient.id })
      if (!newest.ok) return undefined
      cache.setQueryData(keys.patient(patient.id), newest.value)
      return newest.value
    },
  })

  const submit = async () => {
    const saved = await save()
    if (!saved?.before) return
    const { before, after } = saved
    offerUndo({
      id: `saved-${patient.id}`,
      message: 'Changes saved',
      what: `${changedWords(before, after)} of ${isolated(fullName(before))}`,
      undo: () => revert(before, after),
    })
  }
  useShortcuts([['save', () => dirty && void submit()]])

  return (
    <form
      autoComplete="off"
      className={classes.screen}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={classes.fields}>
        <DraftRestored draft={draft} />
        <Conflicts
          of="this patient"
          conflicts={conflicts}
          choose={choose}
          labelOf={labelOf}
          words={(_field, value) => value}
        />
        {failure && <FailureNotice failure={failure} />}
        <Title order={2}>Identity</Title>
        <IdentityInputs form={form} readOnly={!mayWrite} />
        <Title order={2}>Contact</Title>
        <ContactInputs form={form} readOnly={!mayWrite} />
        <Title order={2}>Address</Title>
        <AddressInputs form={form} readOnly={!mayWrite} />
        {seesNotes && <NoteInput form={form} readOnly={!mayWrite || !writesNotes} />}
        {patient.version > 1 && (
          <Group>
            <Button variant="subtle" size="compact-sm" onClick={() => setShowsEarlier(true)}>
              Earlier versions
            </Button>
          </Group>
        )}
      </div>
      <EarlierVersions patientId={patient.id} opened={showsEarlier} close={() => setShowsEarlier(false)} />
      {mayWrite && (
        <footer className={classes.footer} data-dirty={dirty}>
          <span role="status">{dirty ? 'Changes are not saved yet' : 'Everything is saved'}</span>
          <Button variant="default" onClick={discard} disabled={!dirty}>
            Discard
          </Button>
          <Button
            type="submit"
            disabled={!dirty || conflicts.length > 0}
            loading={pending}
            rightSection={<KeyHint shortcut="save" onColor={dirty} />}
          >
            Save changes
          </Button>
        </footer>
      )}
    </form>
  )
}
