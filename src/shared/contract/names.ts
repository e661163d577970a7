/**
 * The names of calls and events, for what has no use for the schemas: preloads, and main before its services are loaded.
 * The build reads them off the contract and writes them in.
 */
import type { BridgeNames } from './bridge-names'

declare const BRIDGE_NAMES: BridgeNames
export const names: BridgeNames = BRIDGE_NAMES
