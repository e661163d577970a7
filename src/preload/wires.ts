/** A call and an event of the embed page as plain functions; and what every page does with an answer that did not come. */
import { ipcRenderer } from 'electron'
import type { FailureCode } from '../shared/failures'

const failure = (code: FailureCode) => ({ ok: false, failure: { code } })

/** What a call that main never got, or never answered, is to the page: nothing is ever thrown at it. */
export function failureOf(error: unknown) {
  const notPlain =
    error instanceof TypeError || (error instanceof Error && /could not be cloned/i.test(error.message))
  return failure(notPlain ? 'invalid-input' : 'unexpected')
}

/**
 * A function that makes one call. It never rejects: what cannot be copied to main is `invalid-input`, and a main
 * that does not answer is `unexpected`.
 */
export const caller = (channel: string) => async (input?: unknown) => {
  try {
    return (await ipcRenderer.invoke(channel, input)) as unknown
  } catch (error) {
    return failureOf(error)
  }
}

/** As `subscribers`, for events as they come. */
export const subscriber = (channel: string) => {
  const { subscribe, tell } = subscribers()
  ipcRenderer.on(channel, (_event, payload: unknown) => {
    tell(payload)
  })
  return subscribe
}

/**
 * Any number of subscribers to one event, behind one listener in the process (F-511); each gets the payload alone.
 * `subscribe` returns the way to unsubscribe.
 */
export function subscribers() {
  const listeners = new Map<number, (payload: unknown) => void>()
  let last = 0
  return {
    tell: (payload: unknown) => {
      for (const listener of [...listeners.values()]) listener(payload)
    },
    subscribe: (listener: (payload: unknown) => void) => {
      last += 1
      const id = last
      listeners.set(id, listener)
      return () => {
        listeners.delete(id)
      }
    },
  }
}
