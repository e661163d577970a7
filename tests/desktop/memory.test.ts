/**
 * Proves in real Electron that the memory of main holds neither password nor keys after the lock, and that a dump of main
 * would not hold memory at all. The whole day of work, with Fullscript and its tokens, is the fault run S-21.
 */
import { readFileSync } from 'node:fs'
import { makePractice } from '../faults/memory-practice'
import { lockByKey } from '../support/lock'
import { SecretCounter, type Secret } from '../support/memory-canaries'
import { readMemory, whyUnreadable } from '../support/process-memory'
import { expect, test } from './practice'

test.use({ seeded: false })

/** S-21 gives five seconds; more only for a computer that is busy with other tests. */
const GIVEN_MS = 60_000

function secretsIn(pid: number, secrets: Secret[]): string[] {
  const counter = new SecretCounter(secrets)
  readMemory(pid, counter.overlap, (piece, address, { kind }) => {
    counter.look(piece, address, kind)
  })
  return [...new Set(counter.places.map(({ secret }) => secret))].sort()
}

test('F-903 F-904: locked, main holds no password and no key, and its memory goes into no dump', async ({
  start,
  userData,
}) => {
  // Every look goes through all of main's memory.
  test.setTimeout(180_000)
  const made = await makePractice(userData, { secondFactor: false })
  const { password, passwordKey, personKey, practiceKey } = made.secrets
  const { app, window } = await start()
  const pid = app.process().pid ?? 0
  const reason = whyUnreadable(pid)
  test.skip(reason !== null, reason ?? '')
  expect(Number.parseInt(readFileSync(`/proc/${String(pid)}/coredump_filter`, 'utf8'), 16)).toBe(0)

  await window.getByLabel('Username').fill('june')
  await window.getByLabel('Password', { exact: true }).pressSequentially(password)
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
  await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
  const secrets = [
    { name: 'password', bytes: Buffer.from(password) },
    { name: 'key of the password', bytes: passwordKey },
    { name: 'key of the person', bytes: personKey },
    { name: 'key of the practice', bytes: practiceKey },
  ]
  // Otherwise a search that finds nothing might only be one that looks at nothing.
  expect(secretsIn(pid, secrets)).toEqual(
    expect.arrayContaining(['key of the person', 'key of the practice']),
  )
  await lockByKey(window)
  await expect.poll(() => secretsIn(pid, secrets), { timeout: GIVEN_MS }).toEqual([])
})
