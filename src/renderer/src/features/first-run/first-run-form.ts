/** What the first-run guide asks, step by step, and what of it is right. Pure. */
import type { PersonForm } from '../../ui/person-form'
import { DEFAULT_ROLES } from '../../../../shared/roles'
import { EMPTY_PERSON, nameProblem, personErrors, toPersonFields, treatsPatients } from '../../ui/person-form'

export const STEPS = ['practice', 'person', 'password', 'recovery', 'backups', 'fullscript'] as const
export type Step = (typeof STEPS)[number]

export const STEP_LABELS: Record<Step, string> = {
  practice: 'Your practice',
  person: 'First administrator',
  password: 'Password',
  recovery: 'Recovery code',
  backups: 'Backups',
  fullscript: 'Fullscript',
}

export type FirstRunForm = Omit<PersonForm, 'role'> & {
  role: 'administrator' | 'practitioner-administrator'
  practiceName: string
  region: 'US' | 'CA'
}

export const EMPTY_FORM: FirstRunForm = {
  ...EMPTY_PERSON,
  role: 'practitioner-administrator',
  practiceName: '',
  region: 'US',
}

export type FormErrors = Partial<Record<keyof FirstRunForm, string>>

/** Whether the first administrator sees patients as well. */
export const treats = ({ role }: Pick<FirstRunForm, 'role'>): boolean =>
  treatsPatients(DEFAULT_ROLES[role].allows)

/** What keeps somebody from going on from a step; empty when nothing does. */
export function stepErrors(step: Step, form: FirstRunForm): FormErrors {
  if (step === 'practice') {
    const practiceName = nameProblem(form.practiceName, 'Enter the name of the practice')
    return practiceName ? { practiceName } : {}
  }
  return step === 'person' ? personErrors(form, treats(form)) : {}
}

/** What is sent, beside the password. */
export const toPractice = (form: FirstRunForm) => ({
  practiceName: form.practiceName.trim(),
  region: form.region,
  username: form.username.trim(),
  administrator: { ...toPersonFields(form, treats(form)), role: form.role },
})
