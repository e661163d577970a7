/** Where the window stands: on a display, whole, and never larger than what the system leaves free there. */
import { z } from 'zod'

/** The least that every screen is made for; on a display with less room, that room. */
const SMALLEST = { width: 680, height: 380 }
const USUAL = { width: 1280, height: 800 }

export type Rectangle = { x: number; y: number; width: number; height: number }
type Size = Pick<Rectangle, 'width' | 'height'>
type Placing = { bounds: Rectangle; least: Size; maximized: boolean }

/** So much of a window must be on a display for it to be found there again, in each direction. */
const FOUND_AGAIN = 100

const whole = z.number().int().min(-100_000).max(100_000)
const stateSchema = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole, height: whole }).nullable(),
  maximized: z.boolean(),
})

/**
 * Where the window goes at the start. `kept`: what was written when it was closed, whatever that says. `areas`: the
 * work areas of all displays, the main one first. Where the usual size does not fit, the window is maximized, which
 * also leaves room for a title bar that the system draws around it.
 */
export function placeAtStart(kept: string | null, areas: readonly [Rectangle, ...Rectangle[]]): Placing {
  const state = stateSchema.safeParse(parsed(kept))
  if (state.success && state.data.bounds !== null)
    return { ...placeAgain(state.data.bounds, areas), maximized: state.data.maximized }
  const [main] = areas
  return {
    ...placeAgain(centred(USUAL, main), areas),
    maximized: (state.success && state.data.maximized) || !fits(USUAL, main),
  }
}

/** The same window after displays came, went or changed: still where it was, as far as there is room. */
export function placeAgain(
  bounds: Rectangle,
  areas: readonly [Rectangle, ...Rectangle[]],
): Omit<Placing, 'maximized'> {
  const area = areas.reduce((best, one) => (overlap(one, bounds) > overlap(best, bounds) ? one : best))
  if (overlap(area, bounds) < FOUND_AGAIN ** 2)
    return { bounds: within(centred(bounds, areas[0]), areas[0]), least: leastOn(areas[0]) }
  return { bounds: within(bounds, area), least: leastOn(area) }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

const fits = (size: Size, area: Rectangle) => size.width <= area.width && size.height <= area.height

const leastOn = (area: Rectangle): Size => ({
  width: Math.min(SMALLEST.width, area.width),
  height: Math.min(SMALLEST.height, area.height),
})

const centred = ({ width, height }: Size, area: Rectangle): Rectangle => ({
  x: area.x + Math.round((area.width - width) / 2),
  y: area.y + Math.round((area.height - height) / 2),
  width,
  height,
})

function within(bounds: Rectangle, area: Rectangle): Rectangle {
  const least = leastOn(area)
  const width = clamp(bounds.width, least.width, area.width)
  const height = clamp(bounds.height, least.height, area.height)
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - width),
    y: clamp(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to)

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(width, 0) * Math.max(height, 0)
}
