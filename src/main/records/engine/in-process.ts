/**
 * The same engine on the caller's own thread, for tests: a thread for each of a thousand small databases would be most
 * of what they cost. Whatever is about the crossing itself is tested over the worker.
 */
import { engineOver } from './engine-over'
import type { Send } from './messages'
import { sqlcipher } from './sqlcipher'

const handle = sqlcipher()

const send: Send = (request) => new Promise((resolve) => resolve(handle(request)))

export const inProcess = engineOver(() => send)
