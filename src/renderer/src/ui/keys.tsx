/** Keyboard shortcuts, shown in the same words everywhere. */
import classes from './keys.module.css'

const mac = navigator.userAgent.includes('Mac')

/** Of everything but screens, whose manifests say theirs. In Mantine's notation. */
export const SHORTCUTS = {
  palette: 'mod+K',
  newPatient: 'mod+shift+N',
  addPlan: 'mod+shift+P',
  save: 'mod+S',
  undo: 'mod+Z',
  lock: 'mod+shift+L',
  switchPerson: 'mod+shift+S',
  somebodyElse: 'Escape',
} as const

/** One of the list by its name, or a screen's own keys. */
export type Shortcut = keyof typeof SHORTCUTS | `${'mod' | 'alt'}+${string}`

/** The keys of a shortcut in Mantine's notation. */
export const keysOf = (shortcut: Shortcut): string =>
  shortcut in SHORTCUTS ? SHORTCUTS[shortcut as keyof typeof SHORTCUTS] : shortcut

const NAMES: Record<string, string> = mac
  ? { mod: '⌘', shift: '⇧', alt: '⌥', Escape: '⎋' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', Escape: 'Esc' }

/** ["Ctrl", "K"] */
export const keyNames = (shortcut: Shortcut): string[] =>
  keysOf(shortcut)
    .split('+')
    .map((key) => NAMES[key] ?? key)

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
  keysOf(shortcut)
    .replace('mod', mac ? 'Meta' : 'Control')
    .replace('shift', 'Shift')
    .replace('alt', 'Alt')
