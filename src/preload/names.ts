/** The names of calls and events. The build reads them off the contract and writes them in: no schema library in a preload. */
import type { BridgeNames } from '../shared/contract/bridge-names'

declare const BRIDGE_NAMES: BridgeNames
export const names: BridgeNames = BRIDGE_NAMES
