/** Proves F-904 with real dumps of real crashes: none of a process's memory is in them, where it would be otherwise. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { SecretCounter } from '../support/secret-counter'
import { filesWith, shippedSources } from '../electron-checklist/sources'
import { buildChild } from './build-child'

let program: string
beforeAll(async () => (program = await buildChild('dump-child')), 60_000)

/** Crashes a process that holds the secret; the dump that the kernel wrote beside it, null when it wrote none. */
async function dumpOf(how: 'kept-out' | 'as-usual', secret: Buffer): Promise<Buffer | null> {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const cwd = join(folder, how)
  mkdirSync(cwd)
  const process_ = spawn('prlimit', ['--core=unlimited', process.execPath, program, how], {
    cwd,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(process_, 'exit')
  process_.stdin.on('error', () => undefined)
  process_.stdin.end(`${Buffer.from(secret.map((byte) => 255 - byte)).toString('hex')}\n`)
  const [, signal] = (await ended) as [number | null, string | null]
  if (signal !== 'SIGABRT') return null
  const [dump] = readdirSync(cwd)
  return dump === undefined ? null : readFileSync(join(cwd, dump))
}

const places = (dump: Buffer, secret: Buffer) => {
  const counter = new SecretCounter([{ name: 'key', bytes: secret }])
  counter.look(dump, 0, 'core dump')
  return counter.places.length
}

test('F-904: a crash leaves a dump without memory', async (context) => {
  const secret = randomBytes(32)
  const usual = await dumpOf('as-usual', secret)
  if (usual === null) return context.skip('the kernel writes no dump into the folder here')
  // Otherwise a search that finds nothing might only be one that looks at nothing.
  expect(places(usual, secret)).toBeGreaterThan(0)
  const kept = await dumpOf('kept-out', secret)
  if (kept !== null) expect(places(kept, secret)).toBe(0)
}, 60_000)

test('F-904: nothing of ours collects or sends reports of crashes', () => {
  expect(filesWith(/crashReporter|crash-reporter|minidump/i, shippedSources('.ts', '.tsx'))).toEqual([])
})
