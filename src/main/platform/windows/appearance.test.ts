/** Proves that the choice of light or dark is there again at the next start, before a window, and harms nothing when broken. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { silentLogger as logger } from '../logging/logger'
import { KeptAppearance } from './appearance'

type Theme = ConstructorParameters<typeof KeptAppearance>[0]['theme']

let userData = ''
beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'yarrow-appearance-'))
  onTestFinished(() => {
    rmSync(userData, { recursive: true })
  })
})
const file = () => join(userData, 'appearance.json')

/** One start of Yarrow on a system that is light. */
function started(folder = userData) {
  const theme: Theme = {
    themeSource: 'system',
    get shouldUseDarkColors() {
      return this.themeSource === 'dark'
    },
  }
  return { theme, kept: new KeptAppearance({ theme, userData: folder, logger }) }
}

it.each([
  ['dark', 'dark', '#191d1c'],
  ['light', 'light', '#ffffff'],
  ['auto', 'system', '#ffffff'],
] as const)('keeps %s', (appearance, themeSource, background) => {
  const first = started()
  expect(first.kept.choose(appearance)).toBe(appearance)
  expect(first.theme.themeSource).toBe(themeSource)
  const second = started()
  expect(second.theme.themeSource).toBe(themeSource)
  expect(second.kept.chosen).toBe(appearance)
  expect(second.kept.background).toBe(background)
})

it('keeps nothing but the choice, for this user of the computer alone', () => {
  started().kept.choose('dark')
  expect(readFileSync(file(), 'utf8')).toBe('{"appearance":"dark"}')
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600)
})

it.each(['', '{', '{"appearance":"sepia"}', '[]', '\0'])('follows the system when %j was kept', (text) => {
  writeFileSync(file(), text)
  expect(started().kept.chosen).toBe('auto')
})

it('counts for this run where it cannot be kept', () => {
  const { kept } = started(join(userData, 'gone'))
  expect(kept.choose('dark')).toBe('dark')
})
