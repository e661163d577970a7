// Proves that what the manifests say together makes sense: no two keys are the same, no tab without its screen.
import { expect, it } from 'vitest'
import { keysOf, SHORTCUTS } from './ui/keys'
import { SCREENS } from './signed-in'

it('no shortcut has two meanings', () => {
  const keys = SCREENS.flatMap(({ shortcut, actions = [] }) => [
    ...(shortcut ? [keysOf(shortcut)] : []),
    ...actions.flatMap((action) =>
      action.shortcut && !(action.shortcut in SHORTCUTS) ? [keysOf(action.shortcut)] : [],
    ),
  ])
  const all = [...keys, ...Object.values(SHORTCUTS)].map((one) => one.toLowerCase())
  expect(all.toSorted()).toEqual([...new Set(all)].toSorted())
})

it('every tab is in a screen that is there, and every path is said once', () => {
  const whole = SCREENS.filter(({ tab }) => tab === undefined).map(({ path }) => path)
  expect(new Set(whole).size).toBe(whole.length)
  const tabs = SCREENS.flatMap(({ tab, path }) => (tab ? [{ of: tab.of, path }] : []))
  expect(new Set(tabs.map(({ path }) => path)).size).toBe(tabs.length)
  for (const { of, path } of tabs) {
    expect(whole).toContain(of)
    expect(path.startsWith(of)).toBe(true)
  }
})
