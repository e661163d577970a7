/**
 * `window.yarrow` of our own window: the contract's calls and events by name, and nothing else. No channel name, no
 * ipcRenderer and no event object ever reaches the page (E-20, F-501).
 */
import { contextBridge } from 'electron'
import { WINDOW_CALLS, WINDOW_EVENTS, windowChannel } from '../shared/bridge/names'
import { caller, subscriber } from './wires'

const areas = Object.entries(WINDOW_CALLS).map(
  ([area, names]) =>
    [
      area,
      Object.freeze(Object.fromEntries(names.map((name) => [name, caller(windowChannel(area, name))]))),
    ] as const,
)
const on = Object.entries(WINDOW_EVENTS).map(
  ([area, names]) =>
    [
      area,
      Object.freeze(Object.fromEntries(names.map((name) => [name, subscriber(windowChannel(area, name))]))),
    ] as const,
)

contextBridge.exposeInMainWorld(
  'yarrow',
  Object.freeze({ ...Object.fromEntries(areas), on: Object.freeze(Object.fromEntries(on)) }),
)
