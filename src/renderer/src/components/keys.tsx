/** Keyboard shortcuts: one list, shown in the same words everywhere. */
import classes from './keys.module.css'

const mac = navigator.userAgent.includes('Mac')

/** In Mantine's notation. */
export const SHORTCUTS = {
  palette: 'mod+K',
  patients: 'mod+1',
  fullscript: 'mod+2',
  about: 'mod+3',
  people: 'mod+4',
  audit: 'mod+5',
  account: 'mod+shift+A',
  newPatient: 'mod+shift+N',
  demographics: 'alt+1',
  plan: 'alt+2',
  seen: 'alt+3',
  disclosures: 'alt+4',
  addPlan: 'mod+shift+P',
  save: 'mod+S',
  undo: 'mod+Z',
  lock: 'mod+shift+L',
  switchPerson: 'mod+shift+S',
  somebodyElse: 'Escape',
} as const

export type Shortcut = keyof typeof SHORTCUTS

const NAMES: Record<string, string> = mac
  ? { mod: '⌘', shift: '⇧', alt: '⌥', Escape: '⎋' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', Escape: 'Esc' }

/** ["Ctrl", "K"] */
export const keyNames = (shortcut: Shortcut): string[] =>
  SHORTCUTS[shortcut].split('+').map((key) => NAMES[key] ?? key)

/** Keys at the right of what they do. `onColor`: on a tooltip or a filled button, whose own text colour they take. */
export function KeyHint({ shortcut, onColor = false }: { shortcut: Shortcut; onColor?: boolean }) {
  return (
    <kbd className={classes.keys} data-on-color={onColor} aria-hidden>
      {keyNames(shortcut).join(mac ? '' : ' ')}
    </kbd>
  )
}

/** For `aria-keyshortcuts`. */
export const ariaKeys = (shortcut: Shortcut): string =>
  SHORTCUTS[shortcut]
    .replace('mod', mac ? 'Meta' : 'Control')
    .replace('shift', 'Shift')
    .replace('alt', 'Alt')
