/** Rows and tables that more than one list of deeds speaks of. */
export const HOUR = 3_600_000
export const TWICE = (row: string) => [row, row]
export const REVOKED = TWICE('june fullscript.revoked done')
export const ATTEMPT = { fullscript_connect_attempt: 'an attempt is no deed before it has ended' }
export const USED = 'that a token was used'
export const COUNTED = {
  sign_in_try: 'a try is counted before it is looked at, so that a kill gains no guess (S-19)',
}
