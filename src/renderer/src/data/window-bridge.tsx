/** The only place that touches what the preload exposes. Everything else gets the bridge from the context. */
import { createContext, use, type ReactNode } from 'react'
import type { WindowBridge } from '../../../shared/contract'
import { EmbedController } from './embed-controller'

/** The bridge of the preload. */
export const windowBridge = (): WindowBridge => (window as unknown as { yarrow: WindowBridge }).yarrow

type Value = { bridge: WindowBridge; embed: EmbedController }

const BridgeContext = createContext<Value | null>(null)

/** `embed` is made once beside the bridge, because the Fullscript view outlives every screen that shows it. */
export const bridgeValue = (bridge: WindowBridge): Value => ({ bridge, embed: new EmbedController(bridge) })

export function BridgeProvider({ value, children }: { value: Value; children: ReactNode }) {
  return <BridgeContext value={value}>{children}</BridgeContext>
}

function useValue(): Value {
  const value = use(BridgeContext)
  if (value === null) throw new Error('Rendered outside BridgeProvider')
  return value
}

export const useBridge = (): WindowBridge => useValue().bridge
export const useEmbedController = (): EmbedController => useValue().embed
