/** Proves what the menu of text offers: everything in a field, no way out of a password, nothing where there is no text. */
import { expect, it, vi } from 'vitest'
import { textMenu, type OnText } from './text-menu'

const ALL = {
  canUndo: true,
  canRedo: true,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
}
const field: OnText = {
  isEditable: true,
  selectionText: '',
  formControlType: 'input-text',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags: ALL,
}
const spelling = { replace: vi.fn(), learn: vi.fn() }
const labels = (on: Partial<OnText>) =>
  textMenu({ ...field, ...on }, spelling).flatMap(({ label }) => label ?? [])

const USUAL = ['Undo', 'Redo', 'Cut', 'Copy', 'Paste', 'Select all']

it('a field has all of it, each as far as it can be done now', () => {
  expect(labels({})).toEqual(USUAL)
  const [undo, , , cut] = textMenu(
    { ...field, editFlags: { ...ALL, canUndo: false, canCut: false } },
    spelling,
  )
  expect([undo?.enabled, cut?.enabled]).toEqual([false, false])
})

it('a password cannot be cut or copied, nor shown as a misspelt word', () => {
  const on = { formControlType: 'input-password', misspelledWord: 'hunter', dictionarySuggestions: ['hunt'] }
  expect(labels(on as Partial<OnText>)).toEqual(['Undo', 'Redo', 'Paste', 'Select all'])
})

it('words to read can be copied once they are marked, and nothing else has a menu', () => {
  expect(labels({ isEditable: false, selectionText: 'Zinc' })).toEqual(['Copy'])
  expect(labels({ isEditable: false, selectionText: ' ' })).toEqual([])
})

it('a misspelt word is put right or learnt', () => {
  const items = textMenu(
    { ...field, misspelledWord: 'magnesum', dictionarySuggestions: ['magnesium'] },
    spelling,
  )
  expect(items.flatMap(({ label }) => label ?? [])).toEqual(['magnesium', 'Add to dictionary', ...USUAL])
  for (const item of items.slice(0, 2)) item.click?.({} as never, undefined, {})
  expect(spelling.replace).toHaveBeenCalledWith('magnesium')
  expect(spelling.learn).toHaveBeenCalledWith('magnesum')
})
