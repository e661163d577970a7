/** The operating system's processes behind a page, and waiting until they have ended. */
import type { WebContents, WebFrameMain } from 'electron'
import type { Clock } from '../clock/clock'

const LOOK_AGAIN = 10
const GIVE_UP = 3_000

/** Ids of the processes of a page and all its frames. */
export function processesOf(contents: WebContents): number[] {
  if (contents.isDestroyed()) return []
  return [...new Set(readFrames(contents).map((frame) => processOf(frame)))].filter((id) => id > 0)
}

/** Id of a frame's process; 0 for a frame that has crashed or gone, which Electron answers by throwing. */
export function processOf(frame: WebFrameMain): number {
  try {
    return frame.osProcessId
  } catch {
    return 0
  }
}

function readFrames(contents: WebContents): WebFrameMain[] {
  try {
    return contents.mainFrame.framesInSubtree
  } catch {
    return []
  }
}

export type Signal = (id: number, signal: 0 | 'SIGKILL') => void

const systemSignal: Signal = (id, name) => {
  process.kill(id, name)
}

/** Whether there is such a process. Electron calls the process of a crashed frame 0, which to a system means others. */
export function isAlive(id: number, signal: Signal = systemSignal): boolean {
  if (id <= 0) return false
  try {
    signal(id, 0)
    return true
  } catch {
    return false
  }
}

/** Resolves when all have ended; one that has not after three seconds is ended by force. */
export async function whenProcessesEnded(
  ids: readonly number[],
  clock: Clock,
  signal: Signal = systemSignal,
): Promise<void> {
  const alive = (id: number) => isAlive(id, signal)
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
