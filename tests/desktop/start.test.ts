/**
 * Proves, in real Electron, that V8 takes the code that the build made of the services, and that a start after the first
 * has painted the sign-in screen before the app is loaded, which then takes its place with what was typed and the focus.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './practice'

const logged = (userData: string) =>
  readFileSync(join(userData, 'logs', 'yarrow.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('V8 takes the code that the build has made', async ({ start }) => {
  const yarrow = await start()
  await expect(yarrow.window.getByLabel('Username')).toBeVisible()
  const loaded = logged(yarrow.userData).findLast(({ message }) => message === 'Services loaded')
  expect(loaded).toMatchObject({ state: 'used' })
})

test('the next start has painted the sign-in screen before the app is loaded, and what is typed at once stays', async ({
  start,
  userData,
}) => {
  const first = await start()
  await expect(first.window.getByRole('button', { name: 'June Hartwell' })).toBeVisible()
  await first.close()
  const second = await start({ userData })
  await second.window.getByLabel('Username').fill('june')
  await expect(second.window.getByRole('button', { name: 'June Hartwell' })).toBeVisible()
  await expect(second.window.getByLabel('Username')).toHaveValue('june')
  await expect(second.window.getByLabel('Username')).toBeFocused()
  const { painted, loaded } = await second.window.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
    loaded: performance.getEntriesByName('app-loaded')[0]?.startTime ?? 0,
  }))
  expect(painted).toBeLessThan(loaded)
  expect(second.problems).toEqual([])
})
