/** Proves that the search for secrets finds one in every encoding and in every place, so that "0 found" means something. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCanaries } from '../support/canaries'

const secret = 'x8K_2bQ-tokenish+value/9'
const canaries = [{ name: 'token', value: secret }]
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yarrow-canaries-'))
})
afterEach(() => rm(folder, { recursive: true }))

test.each([
  ['plain', Buffer.from(`before ${secret} after`)],
  ['utf16', Buffer.from(`before ${secret}`, 'utf16le')],
  ['base64', Buffer.from(Buffer.from(secret).toString('base64'))],
  ['base64shift1', Buffer.from(Buffer.from(`{${secret}}`).toString('base64'))],
  ['base64shift2', Buffer.from(Buffer.from(`{"${secret}"}`).toString('base64'))],
  ['hex', Buffer.from(Buffer.from(secret).toString('hex'))],
  ['url', Buffer.from(`?token=${encodeURIComponent(secret)}`)],
  ['reversed', Buffer.from([...secret].reverse().join(''))],
])('finds a secret written as %s, in a folder inside the folder', async (encoding, bytes) => {
  await mkdir(join(folder, 'logs'))
  await writeFile(join(folder, 'logs', 'main.log'), bytes)
  const { found } = await findCanaries(canaries, [folder])
  expect(found).toContainEqual({ canary: 'token', encoding, where: join('logs', 'main.log') })
})

test('finds a secret in the name of a file and in what was printed', async () => {
  await writeFile(join(folder, 'maya.lindqvist'), '')
  const { found } = await findCanaries([{ name: 'patient', value: 'lindqvist' }], [folder], {
    stderr: 'Failed to load lindqvist',
  })
  expect(found.map(({ where }) => where)).toEqual(['name of maya.lindqvist', 'stderr'])
})

test('finds nothing where there is nothing, and says how much it looked at', async () => {
  await writeFile(join(folder, 'file'), 'nothing of the kind')
  const { found, looked } = await findCanaries(canaries, [folder], { stdout: 'Started' })
  expect(found).toEqual([])
  expect(looked).toBeGreaterThan(0)
})

test('refuses a canary that is too short to mean anything', async () => {
  await expect(findCanaries([{ name: 'code', value: 'ab' }], [folder])).rejects.toThrow('too short')
})
