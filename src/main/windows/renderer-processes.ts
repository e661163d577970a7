/** The operating system's processes behind a page, and waiting until they have ended. */
import type { WebContents } from 'electron'
import type { Clock } from '../clock/clock'

const LOOK_AGAIN = 10
const GIVE_UP = 3_000

/** Ids of the processes of a page and all its frames. */
export function processesOf(contents: WebContents): number[] {
  if (contents.isDestroyed()) return []
  return [...new Set(contents.mainFrame.framesInSubtree.map((frame) => frame.osProcessId))].filter(
    (id) => id > 0,
  )
}

/** Resolves when all have ended; one that has not after three seconds is ended by force. */
export async function whenProcessesEnded(
  ids: readonly number[],
  clock: Clock,
  signal: (id: number, signal: 0 | 'SIGKILL') => void = (id, name) => {
    process.kill(id, name)
  },
): Promise<void> {
  const alive = (id: number) => {
    try {
      signal(id, 0)
      return true
    } catch {
      return false
    }
  }
  const began = clock.monotonic()
  let left = ids.filter(alive)
  while (left.length > 0) {
    if (clock.monotonic() - began > GIVE_UP) {
      for (const id of left) {
        try {
          signal(id, 'SIGKILL')
        } catch {
          // It ended in the meantime.
        }
      }
      return
    }
    await new Promise<void>((resolve) => {
      clock.after(LOOK_AGAIN, resolve)
    })
    left = left.filter(alive)
  }
}
