/**
 * Where pages may go (E-12 to E-14, F-801, F-802). Every web contents is guarded from its creation and may go
 * nowhere; a contents that Yarrow makes itself is then given the one policy it needs.
 */
import type { App, WebContents, WebFrameMain } from 'electron'
import { APP_ORIGIN } from '../windows/app-origin'

export type NavigationPolicy =
  | { kind: 'nowhere' }
  /** Our own window: only itself, and no frames. */
  | { kind: 'window' }
  /** The embed: the page never leaves; its frame stays on Fullscript's origin; frames inside that need https. */
  | { kind: 'embed'; fullscriptOrigin: string }

/** How deep the navigating frame is: 0 the page, 1 a frame of the page, 2 and more a frame inside that. */
export type Navigation = { url: string; depth: number }

/** Serialized origin, for our own scheme too (Node's URL calls every custom scheme's origin "null"). */
export function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, origin, username, password } = new URL(url)
  if (username !== '' || password !== '') return null
  if (protocol === 'http:' || protocol === 'https:') return origin
  return protocol === 'app:' ? `${protocol}//${host}` : null
}

/** The table of what is allowed; anything not said here is refused. */
export function mayNavigate(policy: NavigationPolicy, { url, depth }: Navigation): boolean {
  const origin = originOf(url)
  if (origin === null) return false
  switch (policy.kind) {
    case 'nowhere':
      return false
    case 'window':
      return depth === 0 && origin === APP_ORIGIN
    case 'embed':
      if (depth === 0) return false
      return origin === policy.fullscriptOrigin || (depth > 1 && origin.startsWith('https://'))
  }
}

const policies = new WeakMap<WebContents, NavigationPolicy>()

export const setNavigationPolicy = (contents: WebContents, policy: NavigationPolicy) => {
  policies.set(contents, policy)
}

function depthOf(frame: WebFrameMain | null | undefined, isMainFrame: boolean): number {
  if (isMainFrame) return 0
  let depth = 0
  try {
    for (let parent = frame?.parent; parent; parent = parent.parent) depth += 1
  } catch {
    // Electron throws for a frame that has gone.
  }
  // A frame that cannot be placed any more counts as the page's own frame, the stricter rule.
  return Math.max(depth, 1)
}

/** `refused` is told what kind of step was stopped, never the address. */
export type NavigationRefused = (step: 'navigation' | 'redirect' | 'window' | 'webview') => void

/** Puts the guards on one web contents. */
export function guardContents(contents: WebContents, refused: NavigationRefused): void {
  const policy = () => policies.get(contents) ?? { kind: 'nowhere' as const }
  contents.on('will-frame-navigate', (event) => {
    const depth = depthOf(event.frame, event.isMainFrame)
    if (mayNavigate(policy(), { url: event.url, depth })) return
    event.preventDefault()
    refused('navigation')
  })
  contents.on('will-navigate', (event) => {
    if (mayNavigate(policy(), { url: event.url, depth: 0 })) return
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    const depth = depthOf(event.frame, event.isMainFrame)
    if (mayNavigate(policy(), { url: event.url, depth })) return
    event.preventDefault()
    refused('redirect')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('webview')
  })
  contents.setWindowOpenHandler(() => {
    refused('window')
    return { action: 'deny' }
  })
}

/** Guards every contents that will ever be made, before it loads anything. */
export function guardNavigation(app: App, refused: NavigationRefused): void {
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, refused)
  })
}
