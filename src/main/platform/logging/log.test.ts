/** Proves that the log writes redacted JSON lines, rotates by size, and never throws (F-905), and that warnings and crashes go through it (F-902). */
import { EventEmitter } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../clock/manual-clock'
import { handleCrashes } from './crash-handler'
import { FileLog } from './log'
import { replaceWarningPrinter } from './process-warnings'
import { Redactor } from './redact'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yarrow-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const grant = 'yLGAfKq3b2T7LZufJRII81nVCX0b4mpKpBVL9s2cZiEchU00'
const entry = `https://us.fullscript.com/entry?secret_token=${grant}`
const log = (more: { folder?: string; largest?: number; kept?: number } = {}) =>
  new FileLog({ folder, redactor: new Redactor(), clock: new ManualClock(), ...more })
const read = (name = 'yarrow.log') => readFileSync(join(folder, name), 'utf8')

it('writes one JSON object a line, with time, level and clean fields', () => {
  const written = log()
  written.info('Started', { version: '0.1.0', patientName: 'Ada Moss' })
  written.error('Failed', { error: new Error(`at ${entry}`), attempts: 3 })
  const [first, second] = read()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(first).toEqual({
    time: '2026-01-05T09:00:00.000Z',
    level: 'info',
    message: 'Started',
    version: '0.1.0',
    patientName: '[withheld]',
  })
  expect(second).toMatchObject({ level: 'error', attempts: 3, error: { name: 'Error' } })
  expect(read()).not.toContain(grant)
})

it('F-905: begins a new file when one is full and keeps a bounded number', () => {
  const written = log({ largest: 400, kept: 2 })
  for (let number = 0; number < 40; number += 1) written.info('A line of the log', { attempts: number })
  expect(readdirSync(folder).sort()).toEqual(['yarrow.1.log', 'yarrow.2.log', 'yarrow.log'])
  for (const name of readdirSync(folder)) expect(read(name).length).toBeLessThanOrEqual(400)
  expect(read()).toContain('"attempts":39')
})

it('F-905: never throws, also where no folder can be made', () => {
  writeFileSync(join(folder, 'taken'), '')
  const written = log({ folder: join(folder, 'taken', 'logs') })
  expect(() => {
    written.error('Nobody can read this', { error: new Error('x') })
  }).not.toThrow()
})

it('F-806: process warnings are printed and logged without the address they name', () => {
  const source = new EventEmitter()
  const unsafe: string[] = []
  source.on('warning', (warning: Error) => unsafe.push(warning.message))
  const printed: string[] = []
  replaceWarningPrinter(source, {
    logger: log(),
    redactor: new Redactor(),
    print: (line) => printed.push(line),
  })
  source.emit('warning', new Error(`Failed to load URL: ${entry} with error: ERR_BLOCKED_BY_RESPONSE`))
  expect(unsafe).toEqual([])
  expect(printed.join('')).toContain('ERR_BLOCKED_BY_RESPONSE')
  expect(printed.join('') + read()).not.toContain(grant)
})

it('F-902: an uncaught exception is logged clean and ends the app; a lost promise only is logged', () => {
  const source = new EventEmitter()
  let ended = 0
  handleCrashes(source, { logger: log(), end: () => (ended += 1) })
  source.emit('unhandledRejection', Object.assign(new Error('lost'), { config: { token: grant } }))
  expect(ended).toBe(0)
  source.emit('uncaughtException', new Error(entry))
  expect(ended).toBe(1)
  expect(read()).not.toContain(grant)
  expect(read().trim().split('\n')).toHaveLength(2)
})
