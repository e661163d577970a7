/**
 * The web preferences of both kinds of page, written out in full and frozen, so that a test can hold each of them
 * (E-02, E-03, E-04, E-06, E-08 to E-11).
 */
export const SAFE_WEB_PREFERENCES = Object.freeze({
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  safeDialogs: true,
  spellcheck: false,
  plugins: false,
  images: true,
})
