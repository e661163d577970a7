/** Passwords from public breaches, by frequency. Loaded when a password is chosen, never at start. */
import { dictionary } from '@zxcvbn-ts/language-common'

export const BREACHED: ReadonlySet<string> = new Set(dictionary['passwords-common'])
