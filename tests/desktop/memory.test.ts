/**
 * Proves in real Electron that main can reach neither password nor keys after the lock, and that a dump of main would not
 * hold memory at all. A day of work with Fullscript and its tokens is the fault run S-21.
 */
import { readFileSync } from 'node:fs'
import { HELD, plant, PLANTED, secretsOf } from '../faults/memory-after-lock'
import { makePractice } from '../faults/memory-practice'
import { lockByKey } from '../support/lock'
import { secretsInHeap } from '../support/main-heap'
import { expect, test } from './practice'

test.use({ seeded: false })

test('S-21 F-903: locked, main can reach no password and no key', async ({ start, userData }) => {
  test.setTimeout(120_000)
  const practice = await makePractice(userData)
  const yarrow = await start()
  const { app, window } = yarrow
  const secrets = [...secretsOf(practice), ...(await plant(yarrow))]
  await window.getByLabel('Username').fill('june')
  await window.getByLabel('Password', { exact: true }).fill(practice.password)
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
  await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
  // Otherwise a search that finds nothing might only be one that looks at nothing.
  expect(await secretsInHeap(app, secrets)).toEqual([...HELD, ...PLANTED].sort())
  await lockByKey(window)
  expect(await secretsInHeap(app, secrets)).toEqual(PLANTED)
})

test('F-904: the memory of main goes into no dump', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'only Linux lets a process choose')
  const { app } = await start()
  const pid = app.process().pid ?? 0
  expect(Number.parseInt(readFileSync(`/proc/${String(pid)}/coredump_filter`, 'utf8'), 16)).toBe(0)
})
