/** `window.yarrow` of the page that hosts Fullscript's embed: ask for a grant, report, be told what to mount. */
import { contextBridge } from 'electron'
import { EMBED_CALLS, EMBED_EVENTS, embedChannel } from '../shared/bridge/names'
import { caller, subscriber } from './wires'

const calls = EMBED_CALLS.map((name) => [name, caller(embedChannel(name))] as const)
const on = EMBED_EVENTS.map((name) => [name, subscriber(embedChannel(name))] as const)

contextBridge.exposeInMainWorld(
  'yarrow',
  Object.freeze({ ...Object.fromEntries(calls), on: Object.freeze(Object.fromEntries(on)) }),
)
