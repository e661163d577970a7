/** Where the embed view goes, in whole device-independent pixels of the window. */
import type { Bounds } from '../../../shared/contract/embed'
import type { Placement } from '../../integrations/fullscript/embed/embed-ports'
import type { Rectangle } from './window-state'

export type Size = { width: number; height: number }

/** `zoom`: the page's zoom factor; its CSS pixels are that much larger. Null: the view is not shown at all. */
export function rectangleFor(
  { bounds, visibility }: Placement,
  { window, zoom }: { window: Size; zoom: number },
): Rectangle | null {
  if (visibility === 'hidden' || bounds.width < 1 || bounds.height < 1) return null
  const left = Math.round(bounds.x * zoom)
  const top = Math.round(bounds.y * zoom)
  const width = Math.round((bounds.x + bounds.width) * zoom) - left
  const height = Math.round((bounds.y + bounds.height) * zoom) - top
  return { x: visibility === 'aside' ? left + window.width + 100 : left, y: top, width, height }
}

/**
 * The rectangle while the window is being resized, until the page has laid itself out and says where it belongs: the
 * distances to the right and lower edges stay, as they do in our layout.
 */
export function stretch(bounds: Bounds, from: Size, to: Size): Bounds {
  return {
    ...bounds,
    width: Math.max(0, bounds.width + to.width - from.width),
    height: Math.max(0, bounds.height + to.height - from.height),
  }
}
