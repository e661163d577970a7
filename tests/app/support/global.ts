/** Of the project `app`: one demo practice as nobody has used it yet, made once for the run and copied for each test. */
import { cpSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { MemoryKeychain } from '../../../src/main/platform/keychain/memory-keychain'
import { DEMO_PASSWORD, demoAccounts } from '../../../src/main/practice/demo-practice'
import { temporaryFolder } from '../../../src/main/records/temporary-database'
import type { PatientRow } from '../../../src/shared/contract/patients'
import type { Person } from '../../../src/shared/contract/people'
import type { Result } from '../../../src/shared/failures'
import { Computer, startMain } from './main'

/** The folder, what the keychain knows of it, and who works and is treated there. */
export type Seed = {
  folder: string
  keychain: Record<string, string>
  people: Person[]
  patients: PatientRow[]
}

declare module 'vitest' {
  interface ProvidedContext {
    seed: Seed
  }
}

export default async function setUp(project: TestProject) {
  const first = temporaryFolder()
  const keychain = new MemoryKeychain()
  await (await start(first.folder, keychain)).stop()
  const kept = Object.fromEntries(keychain.entries)
  // Who is who is looked up in a copy: nobody has signed in to the seed.
  const second = temporaryFolder()
  cpSync(first.folder, second.folder, { recursive: true })
  const { window, stop } = await start(second.folder, new MemoryKeychain(kept))
  const people: Person[] = []
  for (const { username } of demoAccounts)
    people.push(value(await window.people.signIn({ username, password: DEMO_PASSWORD, code: null })))
  const { rows } = value(await window.patients.search({ query: '', limit: 200, offset: 0 }))
  await stop()
  second.remove()
  project.provide('seed', { folder: first.folder, keychain: kept, people, patients: rows })
  return first.remove
}

const start = (folder: string, keychain: MemoryKeychain) =>
  startMain({ computer: new Computer(folder, keychain), events: { send: () => undefined }, demo: true })

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The practice could not be made: ${result.failure.code}`)
  return result.value
}
