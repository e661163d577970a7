/** A call and an event as plain functions. */
import { ipcRenderer } from 'electron'
import type { FailureCode } from '../shared/failures'

const failure = (code: FailureCode) => ({ ok: false, failure: { code } })

/**
 * A function that makes one call. It never rejects: what cannot be copied to main is `invalid-input`, and a main
 * that does not answer is `unexpected`.
 */
export const caller = (channel: string) => async (input?: unknown) => {
  try {
    return (await ipcRenderer.invoke(channel, input)) as unknown
  } catch (error) {
    const notCopied = error instanceof Error && /could not be cloned/i.test(error.message)
    return failure(notCopied ? 'invalid-input' : 'unexpected')
  }
}

/**
 * A function that subscribes to one event and returns the way to unsubscribe. However many subscribe, there is one
 * listener in the process (F-511); each gets the payload alone.
 */
export function subscriber(channel: string) {
  const listeners = new Map<number, (payload: unknown) => void>()
  let last = 0
  ipcRenderer.on(channel, (_event, payload: unknown) => {
    for (const listener of [...listeners.values()]) listener(payload)
  })
  return (listener: (payload: unknown) => void) => {
    last += 1
    const id = last
    listeners.set(id, listener)
    return () => {
      listeners.delete(id)
    }
  }
}
