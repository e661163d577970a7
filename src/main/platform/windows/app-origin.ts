/** The address of Yarrow's own window. A standard, secure scheme gives it a real origin (E-18). */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://yarrow'
export const APP_URL = `${APP_ORIGIN}/`

/**
 * Privileges of the scheme. `corsEnabled` is left out on purpose: with it, other origins could read our files
 * (origin.md section 9, electron/electron#52912).
 */
export const APP_SCHEME_PRIVILEGES = Object.freeze({
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
  codeCache: true,
})
