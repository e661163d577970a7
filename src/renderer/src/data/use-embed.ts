/** The Fullscript view for React: its state, its place, and what lies over it. */
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react'
import type { EmbedSnapshot, OpenPlan } from './embed-controller'
import { useEmbedController } from './window-bridge'

export function useEmbed(): EmbedSnapshot {
  const controller = useEmbedController()
  return useSyncExternalStore(controller.subscribe, controller.getSnapshot)
}

/** The plan of this patient that is open in Fullscript, or asked for; null when there is none. */
export function useOpenPlan(patientId: string): OpenPlan | null {
  return useEmbed().plans.find(({ request }) => request.patientId === patientId) ?? null
}

/** The Fullscript view makes way while `open` is true: it is drawn by the system above everything of ours. */
export function useCoversEmbed(open: boolean): void {
  const controller = useEmbedController()
  useLayoutEffect(() => (open ? controller.cover() : undefined), [controller, open])
}

/** Makes the view ready ahead when a patient's page opens; takes no grant. */
export function usePrepareEmbed(patientId: string, allowed: boolean): void {
  const controller = useEmbedController()
  useEffect(() => {
    if (allowed) controller.prepare()
  }, [controller, patientId, allowed])
}
