/** Where the window was. Forgiving: whatever the file says, the window ends up visible on a screen. */
import { z } from 'zod'

export const SMALLEST = { width: 900, height: 600 }
export const USUAL = { width: 1280, height: 800 }

export type Rectangle = { x: number; y: number; width: number; height: number }
export type WindowState = { bounds: Rectangle | null; maximized: boolean }

const whole = z.number().int().min(-100_000).max(100_000)
const stateSchema = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole, height: whole }).nullable(),
  maximized: z.boolean(),
})

/**
 * Reads what was kept. Null bounds: let the system choose. A window that lies on no screen any more (a display was
 * unplugged) comes back to the first one; one that is larger than its screen is made to fit.
 */
export function restoreWindowState(kept: string | null, screens: readonly Rectangle[]): WindowState {
  const usual: WindowState = { bounds: null, maximized: false }
  if (kept === null) return usual
  let parsed: unknown
  try {
    parsed = JSON.parse(kept)
  } catch {
    return usual
  }
  const state = stateSchema.safeParse(parsed)
  if (!state.success) return usual
  const { bounds, maximized } = state.data
  if (bounds === null) return { bounds: null, maximized }
  const screen = screens.find((one) => overlap(one, bounds) >= 100 * 100)
  if (screen === undefined) return { bounds: null, maximized }
  const width = Math.min(Math.max(bounds.width, SMALLEST.width), screen.width)
  const height = Math.min(Math.max(bounds.height, SMALLEST.height), screen.height)
  return {
    bounds: {
      x: clamp(bounds.x, screen.x, screen.x + screen.width - width),
      y: clamp(bounds.y, screen.y, screen.y + screen.height - height),
      width,
      height,
    },
    maximized,
  }
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to)

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(width, 0) * Math.max(height, 0)
}
