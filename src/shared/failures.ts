/**
 * The closed list of failures that can reach a person. Every entry says three things in the practice's words:
 * what happened, whether the data is safe, and what to do. No code is ever shown without its text.
 */
import { z } from 'zod'

export type FailureText = { happened: string; safe: string; todo: string }

const UNCHANGED = 'Nothing was changed and nothing is lost.'

export const FAILURES = {
  // the bridge
  'not-allowed': {
    happened: 'You do not have permission for this.',
    safe: UNCHANGED,
    todo: 'Ask your practice administrator if you need it.',
  },
  'invalid-input': {
    happened: 'Something in what you entered could not be used.',
    safe: UNCHANGED,
    todo: 'Check the marked fields and try again.',
  },
  'signed-out': {
    happened: 'You are signed out.',
    safe: UNCHANGED,
    todo: 'Sign in and try again.',
  },
  unexpected: {
    happened: 'Yarrow ran into an error it did not expect.',
    safe: 'What was already saved is safe.',
    todo: 'Try again. If it happens again, note the reference and contact support.',
  },
  'not-found': {
    happened: 'This record could not be found.',
    safe: UNCHANGED,
    todo: 'Go back and look for it again.',
  },
  // signing in
  'wrong-credentials': {
    happened: 'That name and password do not match.',
    safe: UNCHANGED,
    todo: 'Check the spelling and Caps Lock, then try again.',
  },
  'second-factor-needed': {
    happened: 'A code from your authenticator is needed as well.',
    safe: UNCHANGED,
    todo: 'Enter the six digits that it shows now, or one of your backup codes.',
  },
  'second-factor-wrong': {
    happened: 'That code did not match.',
    safe: UNCHANGED,
    todo: 'Wait for the next code and try that one, or use a backup code. Check that this computer’s clock is right.',
  },
  'code-unusable': {
    happened: 'That name and code do not match, or the code has lapsed.',
    safe: UNCHANGED,
    todo: 'Check both for typing errors. If the code is older than shown with it, ask your administrator for a new one.',
  },
  'password-unsuitable': {
    happened: 'This password is too easy to guess.',
    safe: UNCHANGED,
    todo: 'Use at least 12 characters, such as a few words that belong to nobody and nothing here.',
  },
  'last-administrator': {
    happened: 'Nobody could manage people and settings any more.',
    safe: UNCHANGED,
    todo: 'Give somebody else administrator rights first.',
  },
  'chart-restricted': {
    happened: 'This chart is open to a few people only.',
    safe: UNCHANGED,
    todo: 'Ask the practitioner in charge. In an emergency, practitioners can open it with a reason.',
  },
  'too-many-tries': {
    happened: 'There were too many tries for this name.',
    safe: UNCHANGED,
    todo: 'Wait until the time shown has passed, then try again.',
  },
  'too-fast': {
    happened: 'This was asked for too often in a short time.',
    safe: UNCHANGED,
    todo: 'Wait a second, then try again.',
  },
  // keychain and vault
  'keychain-absent': {
    happened: 'This computer has no keychain that Yarrow can reach.',
    safe: 'Your records are untouched and still encrypted.',
    todo: 'Start your keyring service and try again, or open the records with the vault passphrase.',
  },
  'keychain-locked': {
    happened: 'The keychain of this computer is locked.',
    safe: 'Your records are untouched and still encrypted.',
    todo: 'Unlock the keychain, usually with your computer password, then try again.',
  },
  'keychain-timeout': {
    happened: 'The keychain of this computer did not answer.',
    safe: 'Your records are untouched and still encrypted.',
    todo: 'Look for a keychain window waiting for you, answer it, then try again.',
  },
  'vault-key-missing': {
    happened: 'Records exist on this computer, but their key is not in the keychain.',
    safe: 'Your records are untouched and still encrypted. Yarrow will not make a new key over them.',
    todo: 'Restore the keychain entry or sign in to the computer account that was used before, then try again.',
  },
  'wrong-recovery-code': {
    happened: 'This recovery code does not open these records.',
    safe: 'Your records are untouched and still encrypted.',
    todo: 'Check it letter by letter. Only the newest code of somebody with administrator rights opens the records.',
  },
  'vault-key-wrong': {
    happened: 'The key in the keychain does not open the records on this computer.',
    safe: 'Your records are untouched.',
    todo: 'If the keychain or the records were copied from elsewhere, restore the pair that belongs together.',
  },
  'vault-damaged': {
    happened: 'The file with the records is damaged.',
    safe: 'Yarrow has not changed the file.',
    todo: 'Restore the records from your last backup, or contact support before doing anything else.',
  },
  'vault-newer': {
    happened: 'The records were last opened by a newer version of Yarrow.',
    safe: 'Your records are untouched.',
    todo: 'Install the newest version of Yarrow on this computer.',
  },
  'vault-read-only': {
    happened: 'Yarrow may not write to the folder that holds the records.',
    safe: 'Your records are untouched.',
    todo: 'Ask whoever looks after this computer to give your account write access, then try again.',
  },
  'disk-error': {
    happened: 'The disk did not answer as it should.',
    safe: 'What was saved before is untouched. The last change was not saved.',
    todo: 'Check the drive and its cable, then start Yarrow again. If it happens again, move the records to another drive.',
  },
  'disk-full': {
    happened: 'The disk is full.',
    safe: 'What was saved before is safe. The last step was not saved.',
    todo: 'Free some space, then try again.',
  },
  'vault-busy': {
    happened: 'The records are in use by another copy of Yarrow.',
    safe: 'Your records are untouched.',
    todo: 'Close the other copy and try again.',
  },
  'wrong-passphrase': {
    happened: 'That passphrase does not open the vault.',
    safe: 'Your records are untouched.',
    todo: 'Check Caps Lock and try again.',
  },
  'file-not-written': {
    happened: 'The file could not be written.',
    safe: UNCHANGED,
    todo: 'Choose another folder, or free some space there, then try again.',
  },
  // Fullscript: settings and reaching it
  'fullscript-not-configured': {
    happened: 'Fullscript is not set up for this practice yet.',
    safe: UNCHANGED,
    todo: 'Ask an administrator to enter the Fullscript app settings.',
  },
  'fullscript-not-connected': {
    happened: 'Your Fullscript account is not connected.',
    safe: UNCHANGED,
    todo: 'Connect your Fullscript account to go on.',
  },
  'fullscript-reconnect-needed': {
    happened: 'Fullscript no longer accepts this connection. It may have been ended in Fullscript.',
    safe: 'Everything in the chart is safe.',
    todo: 'Connect your Fullscript account again. It takes a few seconds.',
  },
  'fullscript-missing-scope': {
    happened: 'Your Fullscript connection does not include a permission that this needs.',
    safe: UNCHANGED,
    todo: 'Connect your Fullscript account again to grant the permission.',
  },
  'fullscript-app-refused': {
    happened: 'Fullscript does not accept the client ID or client secret of this practice.',
    safe: 'Everybody stays connected and nothing was deleted.',
    todo: 'Ask an administrator to check the Fullscript app settings.',
  },
  'fullscript-unreachable': {
    happened: 'Fullscript cannot be reached.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Check the internet connection and try again.',
  },
  'fullscript-busy': {
    happened: 'Fullscript asks to slow down.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Wait a moment and try again.',
  },
  'fullscript-trouble': {
    happened: 'Fullscript has a problem on its side.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Try again in a few minutes.',
  },
  'fullscript-bad-answer': {
    happened: 'Fullscript sent an answer that Yarrow could not read.',
    safe: 'Nothing of it was saved.',
    todo: 'Try again. If it stays, contact support.',
  },
  'fullscript-refused': {
    happened: 'Fullscript did not allow this for your account.',
    safe: UNCHANGED,
    todo: 'Check in Fullscript what your account may do, or ask the owner of the Fullscript account.',
  },
  // clinic-level apps
  'fullscript-clinic-not-connected': {
    happened: 'Your clinic is not connected to Fullscript, or Fullscript has ended the connection.',
    safe: 'Everything in the chart is safe, and you can go on working.',
    todo: 'Ask an administrator to connect the clinic under Fullscript, Clinics and people.',
  },
  'fullscript-not-mapped': {
    happened: 'Nobody has said yet who you are at Fullscript.',
    safe: UNCHANGED,
    todo: 'Ask an administrator to choose your Fullscript user under Fullscript, Clinics and people.',
  },
  'fullscript-user-taken': {
    happened: 'That Fullscript user already stands for a colleague.',
    safe: UNCHANGED,
    todo: 'Choose another one, or take it from the colleague first.',
  },
  'fullscript-user-not-staff': {
    happened: 'This person does not prescribe, and that Fullscript user is a practitioner.',
    safe: UNCHANGED,
    todo: 'Choose a member of Fullscript’s office staff. If there is none, add one in Fullscript first.',
  },
  // connecting
  'connect-denied': {
    happened: 'You chose not to connect on the Fullscript page.',
    safe: UNCHANGED,
    todo: 'Connect again whenever you like.',
  },
  'connect-timed-out': {
    happened: 'The time to connect ran out.',
    safe: UNCHANGED,
    todo: 'Start again and finish on the Fullscript page within ten minutes.',
  },
  'connect-locked': {
    happened: 'Yarrow was locked or closed before your Fullscript account was connected.',
    safe: UNCHANGED,
    todo: 'Connect again. If the browser still shows Fullscript, close that page first.',
  },
  'connect-cancelled': {
    happened: 'Connecting was cancelled.',
    safe: UNCHANGED,
    todo: 'Connect again whenever you like.',
  },
  'connect-code-refused': {
    happened: 'Fullscript did not accept the sign-in code. It may have been used already or be too old.',
    safe: UNCHANGED,
    todo: 'Start connecting again.',
  },
  'connect-outcome-unknown': {
    happened: 'The connection broke while Fullscript was confirming.',
    safe: UNCHANGED,
    todo: 'Start connecting again.',
  },
  'connect-provider-error': {
    happened: 'Fullscript ended the sign-in with an error.',
    safe: UNCHANGED,
    todo: 'Start connecting again. If it stays, ask an administrator to check the Fullscript app settings.',
  },
  'connect-colleague': {
    happened: 'That Fullscript account is already connected to a colleague.',
    safe: 'The new connection was ended again. Your colleague stays connected.',
    todo: 'Sign out of Fullscript in the browser, then connect with your own account.',
  },
  'connect-practitioner': {
    happened: 'That is a practitioner’s Fullscript account, and you do not prescribe in this practice.',
    safe: 'The connection was ended again. Nothing else was changed.',
    todo: 'Sign out of Fullscript in the browser, then connect with an office staff account of your own. If you do prescribe, ask an administrator to change your role.',
  },
  'connect-clinic-app': {
    happened: 'Fullscript answered for a whole clinic instead of for you.',
    safe: 'The new connection was ended again.',
    todo: 'Ask an administrator to turn on “This app was created before 26 August 2021” in the Fullscript settings.',
  },
  'connect-person-app': {
    happened: 'Fullscript answered for one person instead of for a clinic.',
    safe: 'The new connection was ended again.',
    todo: 'Turn off “This app was created before 26 August 2021” in the Fullscript settings.',
  },
  'connect-no-way-back': {
    happened: 'None of the addresses for coming back from the browser is free on this computer.',
    safe: UNCHANGED,
    todo: 'Close the program that uses them, or choose another way back in the Fullscript settings.',
  },
  'connect-browser': {
    happened: 'The browser could not be opened.',
    safe: UNCHANGED,
    todo: 'Copy the link and open it in your browser yourself.',
  },
  'connect-address-unusable': {
    happened: 'That address is not the one Fullscript sent you back with.',
    safe: UNCHANGED,
    todo: 'Copy the whole address from the browser, beginning to end, and paste it again.',
  },
  // embed
  'embed-grant-expired': {
    happened: 'The sign-in for the Fullscript view ran out before it was used.',
    safe: 'Everything in the chart is safe.',
    todo: 'Try again to get a fresh one.',
  },
  'embed-refused': {
    happened: 'Fullscript refused to be shown inside Yarrow.',
    safe: 'Everything in the chart is safe.',
    todo: 'Ask an administrator to check the public key and the Origin URI in the Fullscript app settings.',
  },
  'embed-patient-not-sent': {
    happened: 'The patient could not be handed to Fullscript, so the view was not opened.',
    safe: 'Everything in the chart is safe.',
    todo: 'Check the internet connection and try again.',
  },
  'embed-wrong-patient': {
    happened: 'Fullscript reported a different patient from the one on this page.',
    safe: 'Nothing was added to this chart.',
    todo: 'Check in Fullscript which patient the plan belongs to.',
  },
  'embed-server-error': {
    happened: 'The Fullscript view reported an error.',
    safe: 'Everything in the chart is safe.',
    todo: 'Try again to open it afresh.',
  },
  'embed-silent': {
    happened: 'The Fullscript view did not finish loading.',
    safe: 'Everything in the chart is safe.',
    todo: 'Check the internet connection and try again.',
  },
  'embed-crashed': {
    happened: 'The Fullscript view stopped working.',
    safe: 'Everything in the chart is safe. What was not sent in Fullscript may have to be entered again.',
    todo: 'Try again to open it afresh.',
  },
  'patient-email-missing': {
    happened: 'Fullscript needs an e-mail address for this patient.',
    safe: UNCHANGED,
    todo: 'Add an e-mail address to the patient, then open the plan again.',
  },
} as const satisfies Record<string, FailureText>

export type FailureCode = keyof typeof FAILURES

export const failureCodeSchema = z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]])

/**
 * A failure as it crosses rooms and the bridge.
 * `reference`: short id that the log has too. `detail`: safe extra text (a scope name, a field, a port), never a
 * secret, a person's data or a server's free text. `retryAt`: epoch milliseconds before which a retry is pointless.
 */
export const failureSchema = z.object({
  code: failureCodeSchema,
  detail: z.string().max(300).optional(),
  reference: z.string().max(40).optional(),
  retryAt: z.number().optional(),
})
export type Failure = z.infer<typeof failureSchema>

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const failed = (
  code: FailureCode,
  more: Omit<Failure, 'code'> = {},
): { ok: false; failure: Failure } => ({ ok: false, failure: { code, ...more } })
