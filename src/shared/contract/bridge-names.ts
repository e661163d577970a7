/** The names in the contract, for the builds to write into the preloads. */
import { embedBridgeCalls, embedBridgeEvents, windowCalls, windowEvents } from './index'

export type BridgeNames = {
  /** By area. */
  windowCalls: Readonly<Record<string, readonly string[]>>
  windowEvents: Readonly<Record<string, readonly string[]>>
  embedCalls: readonly string[]
  embedEvents: readonly string[]
}

const byArea = (areas: Record<string, object>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(areas).map(([area, named]) => [area, Object.keys(named)]))

export const bridgeNames: BridgeNames = {
  windowCalls: byArea(windowCalls),
  windowEvents: byArea(windowEvents),
  embedCalls: Object.keys(embedBridgeCalls),
  embedEvents: Object.keys(embedBridgeEvents),
}

/** For a bundler's `define`; names.ts reads it. */
export const withBridgeNames = { BRIDGE_NAMES: JSON.stringify(bridgeNames) }
