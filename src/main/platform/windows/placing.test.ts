/** Proves that window and view end up where they can be seen, and what a failed load means (F-809). */
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../clock/manual-clock'
import { failureOfLoad, failureOfStatus } from './embed-failures'
import { rectangleFor, stretch } from './embed-place'
import { isAlive, whenProcessesEnded } from './renderer-processes'
import { placeAgain, placeAtStart } from './window-state'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const right = { x: 1920, y: 0, width: 1366, height: 768 }
const kept = (bounds: object | null, maximized = false) => JSON.stringify({ bounds, maximized })

describe('the window', () => {
  it('comes back where it was', () => {
    const bounds = { x: 100, y: 50, width: 1200, height: 800 }
    expect(placeAtStart(kept(bounds, true), [screen])).toMatchObject({ bounds, maximized: true })
  })

  it('comes to the usual place, in the middle, when nothing was kept or what was kept makes no sense', () => {
    const bounds = { x: 320, y: 140, width: 1280, height: 800 }
    for (const text of [
      null,
      '',
      'x',
      '[]',
      '{}',
      '{"bounds":{"x":"1"}}',
      kept({ x: 1e9, y: 0, width: 1, height: 1 }),
    ]) {
      expect(placeAtStart(text, [screen]), String(text)).toMatchObject({ bounds, maximized: false })
    }
  })

  it('is not left on a screen that is gone', () => {
    const bounds = { x: 2000, y: 100, width: 1000, height: 640 }
    expect(placeAtStart(kept(bounds), [screen, right]).bounds).toEqual(bounds)
    expect(placeAtStart(kept(bounds), [screen]).bounds).toEqual({ x: 460, y: 220, width: 1000, height: 640 })
    expect(placeAgain(bounds, [screen]).bounds).toEqual({ x: 460, y: 220, width: 1000, height: 640 })
  })

  it('fits its screen, and is never too small to use', () => {
    expect(placeAtStart(kept({ x: 100, y: 900, width: 5000, height: 200 }), [screen]).bounds).toEqual({
      x: 0,
      y: 700,
      width: 1920,
      height: 380,
    })
  })

  it('belongs to the screen that has most of it', () => {
    expect(placeAgain({ x: 1800, y: 100, width: 1000, height: 640 }, [screen, right]).bounds).toEqual({
      x: 1920,
      y: 100,
      width: 1000,
      height: 640,
    })
  })

  it.each([
    [1093, 614],
    [911, 512],
    [1280, 720],
    [1024, 700],
    [640, 360],
  ])(
    'B13: on %i by %i its first and its least size lie in the work area, also when it was larger',
    (...size) => {
      const [width, height] = size
      const area = { x: 20, y: 30, width, height }
      for (const text of [null, kept(null), kept({ x: 0, y: 0, width: 1280, height: 800 })]) {
        const { bounds, least } = placeAtStart(text, [area])
        expect(bounds.x).toBeGreaterThanOrEqual(area.x)
        expect(bounds.y).toBeGreaterThanOrEqual(area.y)
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(area.x + width)
        expect(bounds.y + bounds.height).toBeLessThanOrEqual(area.y + height)
        expect(least.width).toBeLessThanOrEqual(Math.min(width, 680))
        expect(least.height).toBeLessThanOrEqual(Math.min(height, 380))
      }
      // What the system draws around the window needs room as well.
      expect(placeAtStart(null, [area]).maximized).toBe(true)
      expect(placeAtStart(kept({ x: 0, y: 0, width: 600, height: 400 }), [area]).maximized).toBe(false)
    },
  )

  it('is never pushed under the menu bar by a screen that becomes smaller than it', () => {
    const small = { x: 0, y: 24, width: 911, height: 488 }
    expect(placeAgain({ x: 300, y: 200, width: 1280, height: 800 }, [small])).toEqual({
      bounds: small,
      least: { width: 680, height: 380 },
    })
  })
})

describe('the view', () => {
  const bounds = { x: 10.4, y: 20.6, width: 300.2, height: 199.8 }
  const at = { window: { width: 1366, height: 768 }, zoom: 1 }

  it('stands on whole pixels, edge by edge, so that it neither overlaps nor leaves a gap', () => {
    expect(rectangleFor({ bounds, visibility: 'shown' }, at)).toEqual({
      x: 10,
      y: 21,
      width: 301,
      height: 199,
    })
  })

  it('follows the zoom of the page', () => {
    expect(
      rectangleFor(
        { bounds: { x: 10, y: 10, width: 100, height: 50 }, visibility: 'shown' },
        { ...at, zoom: 1.5 },
      ),
    ).toEqual({
      x: 15,
      y: 15,
      width: 150,
      height: 75,
    })
  })

  it('lays itself out beyond the edge while it loads, and has no place when hidden or empty', () => {
    expect(rectangleFor({ bounds, visibility: 'aside' }, at)?.x).toBeGreaterThan(1366)
    expect(rectangleFor({ bounds, visibility: 'hidden' }, at)).toBeNull()
    expect(rectangleFor({ bounds: { ...bounds, width: 0 }, visibility: 'shown' }, at)).toBeNull()
  })

  it('keeps its distance to the right and lower edges while the window is resized', () => {
    const place = { x: 10, y: 20, width: 300, height: 200 }
    expect(stretch(place, { width: 400, height: 300 }, { width: 450, height: 250 })).toEqual({
      ...place,
      width: 350,
      height: 150,
    })
    expect(stretch(place, { width: 400, height: 300 }, { width: 10, height: 10 })).toEqual({
      ...place,
      width: 0,
      height: 0,
    })
  })
})

describe('what a failed load means', () => {
  it('F-809: refused, unreachable, broken or gone, and nothing for a navigation that was replaced', () => {
    expect(failureOfLoad(-3)).toBeNull()
    for (const blocked of [-20, -27, -30]) expect(failureOfLoad(blocked)).toEqual({ code: 'embed-refused' })
    for (const network of [-2, -21, -105, -106, -118, -324]) {
      expect(failureOfLoad(network), String(network)).toEqual({ code: 'fullscript-unreachable' })
    }
    for (const untrusted of [-200, -201, -202, -207])
      expect(failureOfLoad(untrusted), String(untrusted)).toEqual({ code: 'fullscript-untrusted' })
    for (const fine of [200, 204, 302, 304]) expect(failureOfStatus(fine)).toBeNull()
    expect(failureOfStatus(503)).toEqual({ failure: { code: 'fullscript-trouble' }, patient: false })
    expect(failureOfStatus(422)).toEqual({ failure: { code: 'embed-server-error' }, patient: true })
  })
})

describe('waiting for processes', () => {
  /** Processes that end when told to look the given number of times. */
  const system = (looks: Record<number, number>) => {
    const killed: number[] = []
    return {
      killed,
      signal: (id: number, name: 0 | 'SIGKILL') => {
        if (name === 'SIGKILL') killed.push(id)
        looks[id] = (looks[id] ?? 0) - 1
        if (looks[id] < 0) throw new Error('ESRCH')
      },
    }
  }

  it('ends when the last one has ended', async () => {
    const clock = new ManualClock()
    const { signal, killed } = system({ 7: 3, 8: 1 })
    const state = { ended: false }
    const waiting = whenProcessesEnded([7, 8], clock, signal).then(() => (state.ended = true))
    while (!state.ended) {
      clock.advance(10)
      await Promise.resolve()
    }
    await waiting
    expect(killed).toEqual([])
  })

  it('ends by force what does not end', async () => {
    const clock = new ManualClock()
    const { signal, killed } = system({ 7: 1e9 })
    const state = { ended: false }
    const waiting = whenProcessesEnded([7], clock, signal).then(() => (state.ended = true))
    while (!state.ended) {
      clock.advance(500)
      await Promise.resolve()
    }
    await waiting
    expect(killed).toEqual([7])
  })

  it('never asks about process 0, which would be a whole group', () => {
    expect(isAlive(0, () => undefined)).toBe(false)
    expect(isAlive(-1, () => undefined)).toBe(false)
    expect(isAlive(5, () => undefined)).toBe(true)
  })
})
