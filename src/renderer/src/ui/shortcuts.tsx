/**
 * The one place that answers shortcuts. What lies on top has them: under an open dialog the screen's own do nothing,
 * and only what belongs to no screen, such as locking, goes on.
 */
import { getHotkeyHandler } from '@mantine/hooks'
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useState,
  type ReactNode,
} from 'react'
import { keysOf, type Shortcut } from './keys'

export type Binding = readonly [shortcut: Shortcut, run: () => void]

type Options = {
  /** Under a dialog too: it is no screen's. */
  everywhere?: boolean
  /** Not in a field, where the same key edits text. */
  outsideFields?: boolean
}

type Listening = { layer: symbol; everywhere: boolean; press: (event: KeyboardEvent) => boolean }

const SCREEN = Symbol('the screen')
const Layer = createContext<symbol>(SCREEN)
/** What lies over the screen, the topmost last. */
const over: symbol[] = []
/** The newest last, which is asked first. */
const listening: Listening[] = []

/** The shortcuts of the screen or the dialog that this is called in, for as long as it stands. */
export function useShortcuts(
  bindings: readonly Binding[],
  { everywhere = false, outsideFields = false }: Options = {},
): void {
  const layer = use(Layer)
  const press = useEffectEvent((event: KeyboardEvent): boolean => {
    if (outsideFields && isField(event.target)) return false
    const pressed: (() => void)[] = []
    getHotkeyHandler(
      bindings.map(([shortcut, run]): [string, () => void] => [keysOf(shortcut), () => pressed.push(run)]),
    )(event)
    pressed[0]?.()
    return pressed.length > 0
  })
  useEffect(() => {
    const one: Listening = { layer, everywhere, press: (event) => press(event) }
    if (listening.length === 0) document.documentElement.addEventListener('keydown', answer)
    listening.push(one)
    return () => {
      listening.splice(listening.indexOf(one), 1)
      if (listening.length === 0) document.documentElement.removeEventListener('keydown', answer)
    }
  }, [layer, everywhere])
}

/** For what lies over everything else while it is open; `children` have the shortcuts then. */
export function ShortcutLayer({ opened, children }: { opened: boolean; children: ReactNode }) {
  const [layer] = useState(() => Symbol('over the screen'))
  useLayoutEffect(() => {
    if (!opened) return
    over.push(layer)
    return () => {
      over.splice(over.indexOf(layer), 1)
    }
  }, [opened, layer])
  return <Layer value={layer}>{children}</Layer>
}

function answer(event: KeyboardEvent): void {
  // Keys that an input method is still working with belong to it.
  if (event.isComposing) return
  const top = over.at(-1) ?? SCREEN
  listening
    .toReversed()
    .filter(({ layer, everywhere }) => everywhere || layer === top)
    .some(({ press }) => press(event))
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
