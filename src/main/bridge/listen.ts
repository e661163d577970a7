/**
 * Listens on every channel of the two bridges, and on nothing else (E-17, F-501). This is the only file that touches
 * ipcMain. A page may call before there is anybody to answer: such a call waits.
 */
import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { Answers } from './register-bridge'

/**
 * Call before any page is loaded. `answers`: asked with every message; when it rejects, the page hears that its call
 * failed. Returns a function that takes every handler away again.
 */
export function listenOnBridge(channels: readonly string[], answers: () => Promise<Answers>): () => void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const answer = (await answers()).get(channel)
      if (answer === undefined) throw new Error(`Nobody answers ${channel}`)
      return answer(event, args)
    })
  }
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel)
  }
}
