/** IPC channel of a call or event. One prefix for each level of trust, so that one can never answer the other. */
import type { BridgeNames } from './bridge-names'

export const windowChannel = (area: string, name: string) => `yarrow:${area}.${name}`
export const embedChannel = (name: string) => `yarrow-embed:${name}`

/** The channels of every call, of both bridges. */
export const everyCallChannel = ({ windowCalls, embedCalls }: BridgeNames): string[] => [
  ...Object.entries(windowCalls).flatMap(([area, calls]) => calls.map((name) => windowChannel(area, name))),
  ...embedCalls.map(embedChannel),
]
