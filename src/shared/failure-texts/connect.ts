/** Connecting a Fullscript account. */
import { UNCHANGED, type FailureText } from './failure-text'

export const connectFailures = {
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
    todoForAdministrator:
      'Start connecting again. If it stays, compare the Fullscript settings with Fullscript’s dashboard.',
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
    todoForAdministrator:
      'Sign out of Fullscript in the browser, then connect with an office staff account of your own. If you do prescribe, change your role under People.',
  },
  'connect-clinic-app': {
    happened: 'Fullscript answered for a whole clinic instead of for you.',
    safe: 'The new connection was ended again.',
    todo: 'Ask an administrator to turn on “This app was created before 26 August 2021” in the Fullscript settings.',
    todoForAdministrator: 'Turn on “This app was created before 26 August 2021” in the Fullscript settings.',
  },
  'connect-person-app': {
    happened: 'Fullscript answered for one person instead of for a clinic.',
    safe: 'The new connection was ended again.',
    todo: 'Ask an administrator to turn off “This app was created before 26 August 2021” in the Fullscript settings.',
    todoForAdministrator: 'Turn off “This app was created before 26 August 2021” in the Fullscript settings.',
  },
  'connect-no-way-back': {
    happened: 'Another program on this computer uses the addresses at which Yarrow waits for the browser.',
    safe: UNCHANGED,
    todo: 'Close the other program and connect again, or paste the address instead. If it stays, ask an administrator to choose another way back in the Fullscript settings.',
    todoForAdministrator:
      'Close the other program and connect again, or paste the address instead. Another way back, or other ports, can be chosen in the Fullscript settings.',
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
} as const satisfies Record<string, FailureText>
