/** `window.yarrow` of the page that hosts Fullscript's embed: ask for a grant, report, be told what to mount. */
import { contextBridge } from 'electron'
import { embedChannel } from '../shared/contract/channels'
import { names } from '../shared/contract/names'
import { caller, subscriber } from './wires'

const calls = names.embedCalls.map((name) => [name, caller(embedChannel(name))] as const)
const on = names.embedEvents.map((name) => [name, subscriber(embedChannel(name))] as const)

contextBridge.exposeInMainWorld(
  'yarrow',
  Object.freeze({ ...Object.fromEntries(calls), on: Object.freeze(Object.fromEntries(on)) }),
)
