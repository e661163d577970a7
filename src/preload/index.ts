/**
 * `window.yarrow` of our own window: the contract's calls and events by name, and nothing else. No channel name, no
 * ipcRenderer and no event object ever reaches the page (E-20, F-501).
 */
import { contextBridge } from 'electron'
import { windowChannel } from '../shared/contract/channels'
import { names } from '../shared/contract/names'
import { caller, subscriber } from './wires'

const areas = Object.entries(names.windowCalls).map(
  ([area, calls]) =>
    [
      area,
      Object.freeze(Object.fromEntries(calls.map((name) => [name, caller(windowChannel(area, name))]))),
    ] as const,
)
const on = Object.entries(names.windowEvents).map(
  ([area, events]) =>
    [
      area,
      Object.freeze(Object.fromEntries(events.map((name) => [name, subscriber(windowChannel(area, name))]))),
    ] as const,
)

contextBridge.exposeInMainWorld(
  'yarrow',
  Object.freeze({ ...Object.fromEntries(areas), on: Object.freeze(Object.fromEntries(on)) }),
)
