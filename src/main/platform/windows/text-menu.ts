/**
 * The menu that text has everywhere on a computer, under the right mouse button: in our window and in Fullscript's view
 * alike. A password can be pasted, but never copied out of its field.
 */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'

export type OnText = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'formControlType' | 'misspelledWord' | 'dictionarySuggestions'
> & { editFlags: Omit<ContextMenuParams['editFlags'], 'canEditRichly'> }

type Spelling = { replace: (word: string) => void; learn: (word: string) => void }

/** Empty where there is no text to do anything with. */
export function textMenu(on: OnText, spelling: Spelling): MenuItemConstructorOptions[] {
  const { editFlags: can } = on
  if (!on.isEditable)
    return on.selectionText.trim() === '' ? [] : [{ role: 'copy', label: 'Copy', enabled: can.canCopy }]
  const secret = on.formControlType === 'input-password'
  return [
    ...(secret || on.misspelledWord === '' ? [] : corrections(on, spelling)),
    { role: 'undo', label: 'Undo', enabled: can.canUndo },
    { role: 'redo', label: 'Redo', enabled: can.canRedo },
    { type: 'separator' },
    ...(secret
      ? []
      : [
          { role: 'cut' as const, label: 'Cut', enabled: can.canCut },
          { role: 'copy' as const, label: 'Copy', enabled: can.canCopy },
        ]),
    { role: 'paste', label: 'Paste', enabled: can.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: 'Select all', enabled: can.canSelectAll },
  ]
}

function corrections(
  { misspelledWord, dictionarySuggestions }: OnText,
  { replace, learn }: Spelling,
): MenuItemConstructorOptions[] {
  return [
    ...dictionarySuggestions.map((word) => ({
      label: word,
      click: () => {
        replace(word)
      },
    })),
    {
      label: 'Add to dictionary',
      click: () => {
        learn(misspelledWord)
      },
    },
    { type: 'separator' },
  ]
}
