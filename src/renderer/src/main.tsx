import './tt'
import './rest.css'
import './print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { setNonce } from 'get-nonce'
import { App, newCache } from './app'
import { askFirstScreen } from './data/queries'
import { windowBridge } from './data/window-bridge'
import type { DrawnScreen } from './drawn-screen'
import { takeOver } from './take-over'

/** Milliseconds that a drawn sign-in screen stands while the records open; then it is said that they do. */
const LONGEST_OPENING = 1_500

/** `drawn`: the sign-in screen that stands in the page; null: nothing does. */
export async function showApp(root: HTMLElement, drawn: DrawnScreen | null): Promise<void> {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
  // The dialogs' scroll lock adds a style element of its own.
  if (nonce !== '') setNonce(nonce)
  performance.mark('app-loaded')
  const bridge = windowBridge()
  const cache = newCache()
  if (drawn) await askFirstScreen(cache, bridge, LONGEST_OPENING)
  const render = () => {
    createRoot(root).render(
      <StrictMode>
        <App bridge={bridge} nonce={nonce} cache={cache} />
      </StrictMode>,
    )
  }
  if (drawn) takeOver(root, drawn, render)
  else render()
  // Nothing waits for the font: what is on the screen was drawn in the room that it takes.
  requestAnimationFrame(() => setTimeout(() => void import('./font.css')))
}
