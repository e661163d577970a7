/**
 * Proves that the services' program runs from V8's code where V8 takes it, and all the same where V8 refuses it or there
 * is none, and that the log says which it was. tests/desktop/start.test.ts proves that the build's code is taken.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { wrap } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger, type LogFields } from '../platform/logging/logger'
import { loadServices } from './load-services'

const PROGRAM = `exports.startServices = () => require('node:path').basename(__filename)`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yarrow-code-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** `code`: what lies beside the program; made of this text, or cut to so many bytes. Each time another file: V8 remembers. */
function load(code: { of: string; bytes?: number } | null) {
  const file = join(mkdtempSync(join(folder, 'program-')), 'services.cjs')
  writeFileSync(file, PROGRAM)
  if (code) {
    const made = new Script(wrap(code.of), { filename: `${file}.made` }).createCachedData()
    writeFileSync(`${file}.cache`, made.subarray(0, code.bytes))
  }
  const logged: LogFields[] = []
  const info = (_message: string, fields: LogFields = {}) => logged.push(fields)
  const start = loadServices(file, { ...silentLogger, info }) as unknown as () => string
  return { name: start(), logged }
}

test('code that fits is used', () => {
  expect(load({ of: PROGRAM })).toEqual({ name: 'services.cjs', logged: [{ state: 'used' }] })
})

test.each([
  ['of another program', { of: `${PROGRAM};` }],
  ['that was cut', { of: PROGRAM, bytes: 100 }],
  ['that is empty', { of: PROGRAM, bytes: 0 }],
])('code %s is refused, and the program runs', (_which, code) => {
  expect(load(code)).toEqual({ name: 'services.cjs', logged: [{ state: 'refused' }] })
})

test('without any the program runs', () => {
  expect(load(null)).toEqual({ name: 'services.cjs', logged: [{ state: 'absent' }] })
})
