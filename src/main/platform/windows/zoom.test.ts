/** Proves that zoom goes in steps between its limits, is kept for the next start, and survives whatever its file says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { silentLogger } from '../logging/logger'
import { KeptZoom, nextZoom } from './zoom'

let userData: string
beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'yarrow-zoom-'))
  return () => {
    rmSync(userData, { recursive: true })
  }
})
const zoom = () => new KeptZoom({ userData, logger: silentLogger })

it('goes from 50 to 300 per cent and no further', () => {
  let percent = 100
  for (let times = 0; times < 30; times += 1) percent = nextZoom(percent, 'in')
  expect(percent).toBe(300)
  for (let times = 0; times < 30; times += 1) percent = nextZoom(percent, 'out')
  expect(percent).toBe(50)
  expect(nextZoom(50, 'in')).toBe(67)
  expect(nextZoom(104, 'in')).toBe(110)
  expect(nextZoom(104, 'out')).toBe(100)
  expect(nextZoom(300, 'reset')).toBe(100)
})

it('tells whoever follows, and is there again at the next start', () => {
  const first = zoom()
  const told: number[] = []
  const stop = first.follow((factor) => told.push(factor))
  first.step('in')
  first.step('in')
  stop()
  first.step('in')
  expect(told).toEqual([1, 1.1, 1.25])
  expect(zoom().factor).toBe(1.5)
})

it.each(['', '{}', '{"zoom":"1"}', '{"zoom":0}', '{"zoom":3000}', '{"zoom":null}'])(
  'what the file says cannot trap anybody: %s',
  (text) => {
    writeFileSync(join(userData, 'zoom.json'), text)
    expect(zoom().factor).toBe(1)
  },
)
