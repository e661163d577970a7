/** Proves: the search finds a secret in the memory of another process in every encoding, and does not find one that is wiped. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { SecretCounter } from '../support/memory-canaries'
import { readMemory, whyUnreadable } from '../support/process-memory'

/** Holds the key that it is told turned over in hex, in one place, until it is told to wipe it. */
const HOLDER = `
const held = Buffer.alloc(32)
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'wipe') held.fill(0)
  else for (let at = 0; at < 32; at += 1) held[at] = 255 - parseInt(line.slice(2 * at, 2 * at + 2), 16)
  console.log('done')
})`

test('S-21: what a process holds is found, and gone when it is wiped', async (context) => {
  const child = spawn(process.execPath, ['-e', HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const pid = child.pid ?? 0
  const reason = whyUnreadable(pid)
  if (reason !== null) return context.skip(reason)
  const lines = createInterface({ input: child.stdout })
  const tell = async (line: string) => {
    const told = once(lines, 'line')
    child.stdin.write(`${line}\n`)
    await told
  }
  const secret = { name: 'key', bytes: randomBytes(32) }
  const count = () => {
    const counter = new SecretCounter([secret])
    readMemory(pid, counter.overlap, (piece, address, { kind }) => {
      counter.look(piece, address, kind)
    })
    return counter.places.length
  }
  expect(count()).toBe(0)
  // Turned over, so that what is sent is not itself a copy.
  const turned = Buffer.from(secret.bytes.map((byte) => 255 - byte)).toString('hex')
  await tell(turned)
  expect(count()).toBe(1)
  await tell('wipe')
  expect(count()).toBe(0)
})

test.each([
  ['hex', (bytes: Buffer) => Buffer.from(bytes.toString('hex'))],
  ['base64', (bytes: Buffer) => Buffer.from(bytes.toString('base64'))],
  ['UTF-16', (bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'utf16le')],
  [
    'the bytes with their beginning written over',
    (bytes: Buffer) => Buffer.concat([Buffer.alloc(16), bytes.subarray(16)]),
  ],
])('S-21: one copy as %s counts once, over the edge of a page too', (_name, encode) => {
  const bytes = randomBytes(32)
  const memory = Buffer.alloc(12_288)
  encode(bytes).copy(memory, 4_090)
  const counter = new SecretCounter([{ name: 'key', bytes }])
  counter.look(memory, 0, 'anonymous')
  expect(new Set(counter.places.map(({ secret }) => secret))).toEqual(new Set(['key']))
  expect(counter.places.filter(({ encoding }) => encoding === counter.places[0]?.encoding)).toHaveLength(1)
})
