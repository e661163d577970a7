/** Where the window stands: on a display, whole, and never larger than what the system leaves free there. */

/** The least that every screen is made for; on a display with less room, that room. */
const SMALLEST = { width: 680, height: 380 }
const USUAL = { width: 1280, height: 800 }

export type Rectangle = { x: number; y: number; width: number; height: number }
type Size = Pick<Rectangle, 'width' | 'height'>
type Placing = { bounds: Rectangle; least: Size; maximized: boolean }

/** So much of a window must be on a display for it to be found there again, in each direction. */
const FOUND_AGAIN = 100

type Kept = { bounds: Rectangle | null; maximized: boolean }

/**
 * Where the window goes at the start. `kept`: what was written when it was closed, whatever that says. `areas`: the
 * work areas of all displays, the main one first. Where the usual size does not fit, the window is maximized, which
 * also leaves room for a title bar that the system draws around it.
 */
export function placeAtStart(kept: string | null, areas: readonly [Rectangle, ...Rectangle[]]): Placing {
  const state = read(kept)
  if (state?.bounds) return { ...placeAgain(state.bounds, areas), maximized: state.maximized }
  const [main] = areas
  return {
    ...placeAgain(centred(USUAL, main), areas),
    maximized: state?.maximized === true || !fits(USUAL, main),
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

/** Null for whatever is no place: it may be of another version, or half written. */
function read(text: string | null): Kept | null {
  try {
    const { bounds, maximized } = JSON.parse(text ?? '') as Record<string, unknown>
    if (typeof maximized !== 'boolean') return null
    if (bounds === null) return { bounds, maximized }
    const { x, y, width, height } = bounds as Record<string, unknown>
    return isPixel(x) && isPixel(y) && isPixel(width) && isPixel(height)
      ? { bounds: { x, y, width, height }, maximized }
      : null
  } catch {
    return null
  }
}

const isPixel = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= 100_000

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
