import './tt'
import './no-eval'
import './theme.css'
import './print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { setNonce } from 'get-nonce'
import { App } from './app'
import { windowBridge } from './data/window-bridge'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
// The dialogs' scroll lock adds a style element of its own.
if (nonce !== '') setNonce(nonce)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App bridge={windowBridge()} nonce={nonce} />
    </StrictMode>,
  )
}

// Nothing waits for the font: what is on the screen was drawn in the room that it takes.
requestAnimationFrame(() => setTimeout(() => void import('./font.css')))
