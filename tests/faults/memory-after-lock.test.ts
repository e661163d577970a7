/**
 * Proves: the search finds a secret in the memory of another process in every encoding, and does not find one that is
 * wiped; and, at a size for every run, that a process that read a code and heard a page as main does holds nothing of it
 * after the end of a session. The whole of S-21, in real Electron, is `npm run faults -- S-21`.
 */
import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process'
import { once } from 'node:events'
import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { agreementSalt, ROOT, ROOT_LABEL } from '../../src/shared/wire/agreement'
import { SealedWire } from '../../src/shared/wire/sealed-wire'
import { SecretCounter, type Secret } from '../support/memory-canaries'
import { readMemory, whyUnreadable } from '../support/process-memory'
import { projectRoot } from '../support/processes'

/** Holds the key that it is told turned over in hex, in one place, until it is told to wipe it. */
const HOLDER = `
const held = Buffer.alloc(32)
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'wipe') held.fill(0)
  else for (let at = 0; at < 32; at += 1) held[at] = 255 - parseInt(line.slice(2 * at, 2 * at + 2), 16)
  console.log('done')
})`

/** A process that is told by lines what to do, and whose memory is searched. `unreadable`: why it may not be, or null. */
function watched(program: string, args: string[], options: SpawnOptionsWithoutStdio = {}) {
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const pid = child.pid ?? 0
  const lines = createInterface({ input: child.stdout })
  return {
    unreadable: whyUnreadable(pid),
    /** Answers with the line that it answers. */
    tell: async (line: string): Promise<string> => {
      const told = once(lines, 'line')
      child.stdin.write(`${line}\n`)
      return (await told)[0] as string
    },
    places: (secrets: Secret[]) => {
      const counter = new SecretCounter(secrets)
      readMemory(pid, counter.overlap, (piece, address, { kind }) => {
        counter.look(piece, address, kind)
      })
      return counter.places
    },
  }
}

/** Turned over, so that what is sent is not itself a copy. */
const turned = ({ bytes }: Secret) => Buffer.from(bytes.map((byte) => 255 - byte)).toString('hex')

test('S-21: what a process holds is found, and gone when it is wiped', async (context) => {
  const child = watched(process.execPath, ['-e', HOLDER])
  if (child.unreadable !== null) return context.skip(child.unreadable)
  const secret = { name: 'key', bytes: randomBytes(32) }
  const count = () => child.places([secret]).length
  expect(count()).toBe(0)
  await child.tell(turned(secret))
  expect(count()).toBe(1)
  await child.tell('wipe')
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

/** The engine that Yarrow runs on, because engines differ in what they clear. */
const electron = () => {
  const standIn = join(projectRoot, '.runtime', 'electron', 'electron')
  return existsSync(standIn) ? standIn : (createRequire(import.meta.url)('electron') as string)
}

const likeMain = () =>
  watched(electron(), ['--import', 'tsx', 'tests/faults/memory-child.ts'], {
    cwd: projectRoot,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })

test('S-21: a code that was read is gone after the end of a session', async (context) => {
  const code = { name: 'recovery code', bytes: Buffer.from('7K2MXQ4D9RTHJ5WCN8PV3GYB6EZA') }
  const child = likeMain()
  if (child.unreadable !== null) return context.skip(child.unreadable)
  const found = () => new Set(child.places([code]).map(({ secret }) => secret))
  expect(await child.tell(JSON.stringify({ code: turned(code) }))).toBe('worked')
  expect(found()).toEqual(new Set(['recovery code']))
  expect(await child.tell('end')).toBe('ended')
  expect(found()).toEqual(new Set())
})

test('S-21: what a page said over the wire is gone after the end of a session, and so are the keys it was sealed with', async (context) => {
  const child = likeMain()
  if (child.unreadable !== null) return context.skip(child.unreadable)
  const pair = createECDH('prime256v1')
  const half = pair.generateKeys()
  const theirs = Buffer.from(await child.tell(JSON.stringify({ half: half.toString('hex') })), 'hex')
  const salt = agreementSalt(half, theirs)
  const root = Buffer.from(hkdfSync('sha256', pair.computeSecret(theirs), salt, ROOT_LABEL, ROOT))
  // The same keys by another library: each is what follows in the stream of the root.
  const stream = createCipheriv('chacha20', root, Buffer.alloc(16)).update(Buffer.alloc(96))
  const keys = ['next', 'window', 'main'].map((name, at) => ({
    name,
    bytes: stream.subarray(32 * at, 32 * (at + 1)),
  }))
  const password = { name: 'password', bytes: Buffer.from(randomBytes(18).toString('hex')) }
  const secrets = [password, ...keys]

  const page = new SealedWire('window', new Uint8Array(root))
  const frame = page.seal('yarrow:people.signIn', { password: password.bytes.toString() })
  expect(await child.tell(JSON.stringify({ frame: Buffer.from(frame).toString('hex') }))).toBe('worked')
  const found = () => new Set(child.places(secrets).map(({ secret }) => secret))
  expect(found()).toEqual(new Set(secrets.map(({ name }) => name)))
  expect(await child.tell('end')).toBe('ended')
  expect(found()).toEqual(new Set())
})
