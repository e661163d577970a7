/**
 * What the preloads know of the contract: the names of calls and events. The build reads them off the contract and writes
 * them in (`bridgeNames`), so that no schema library gets into a preload.
 */
export type BridgeNames = {
  /** By area. */
  windowCalls: Readonly<Record<string, readonly string[]>>
  windowEvents: Readonly<Record<string, readonly string[]>>
  embedCalls: readonly string[]
  embedEvents: readonly string[]
}

declare const BRIDGE_NAMES: BridgeNames
export const names: BridgeNames = BRIDGE_NAMES

/** IPC channel of a call or event. One prefix for each level of trust, so that one can never answer the other. */
export const windowChannel = (area: string, name: string) => `yarrow:${area}.${name}`
export const embedChannel = (name: string) => `yarrow-embed:${name}`
