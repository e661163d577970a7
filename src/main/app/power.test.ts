/** Proves which of the system's words lock Yarrow, and that on Linux, where none comes, the screen's lock is asked for. */
import type { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'

const system = vi.hoisted(() => ({ idleState: 'active', asked: 0 }))
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  return {
    powerMonitor: Object.assign(new Emitter(), {
      getSystemIdleState: () => {
        system.asked += 1
        return system.idleState
      },
    }),
  }
})

const { powerMonitor } = await import('electron')
const { watchPower } = await import('./power')

const platform = Object.getOwnPropertyDescriptor(process, 'platform') ?? {}
beforeEach(() => {
  ;(powerMonitor as unknown as EventEmitter).removeAllListeners()
  Object.assign(system, { idleState: 'active', asked: 0 })
})
afterEach(() => {
  Object.defineProperty(process, 'platform', platform)
})

function watching(on: NodeJS.Platform) {
  Object.defineProperty(process, 'platform', { ...platform, value: on })
  const clock = new ManualClock()
  const heard: string[] = []
  watchPower(clock, {
    suspended: () => heard.push('suspended'),
    resumed: () => heard.push('resumed'),
    personLeft: () => heard.push('personLeft'),
  })
  return { clock, heard }
}

it.each([
  ['suspend', 'suspended'],
  ['resume', 'resumed'],
  // On Windows also when a remote session is left or taken over.
  ['lock-screen', 'personLeft'],
  // macOS: the computer goes to another person's session.
  ['user-did-resign-active', 'personLeft'],
])('F-705: %s is heard on every system', (event, what) => {
  for (const on of ['win32', 'darwin', 'linux'] as const) {
    const { heard } = watching(on)
    ;(powerMonitor as unknown as EventEmitter).emit(event)
    expect(heard).toEqual([what])
    ;(powerMonitor as unknown as EventEmitter).removeAllListeners()
  }
})

it('F-705: on Linux a locked screen is noticed within five seconds, each time', () => {
  const { clock, heard } = watching('linux')
  clock.advance(5_000)
  expect(heard).toEqual([])
  for (const state of ['idle', 'unknown']) {
    system.idleState = state
    clock.advance(5_000)
    expect(heard, state).toEqual([])
  }
  system.idleState = 'locked'
  clock.advance(5_000)
  expect(heard).toEqual(['personLeft'])
  system.idleState = 'active'
  clock.advance(5_000)
  system.idleState = 'locked'
  clock.advance(5_000)
  expect(heard).toEqual(['personLeft', 'personLeft'])
})

it('elsewhere nobody asks', () => {
  const { clock } = watching('win32')
  clock.advance(60_000)
  expect(system.asked).toBe(0)
})
