/** What any call may answer. */
import { UNCHANGED, type FailureText } from './failure-text'

export const generalFailures = {
  'not-allowed': {
    happened: 'You do not have permission for this.',
    safe: UNCHANGED,
    todo: 'Ask your practice administrator if you need it.',
    todoForAdministrator: 'Your role does not include it. Roles are changed under People.',
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
  'changed-meanwhile': {
    happened: 'Somebody else has changed this in the meantime.',
    safe: 'What they changed is kept. Your change was not saved and is still in the form.',
    todo: 'Look at what is different, then save again.',
  },
  'entry-newer': {
    happened: 'A newer version of Yarrow wrote this entry, and this one cannot read it.',
    safe: 'The entry is kept exactly as it was written.',
    todo: 'Install the newest version of Yarrow on this computer.',
  },
  'entry-contradicts': {
    happened: 'This contradicts something else in the patient’s chart.',
    safe: UNCHANGED,
    todo: 'Look at the chart again, and change first what is no longer so.',
  },
  'too-fast': {
    happened: 'This was asked for too often in a short time.',
    safe: UNCHANGED,
    todo: 'Wait a second, then try again.',
  },
} as const satisfies Record<string, FailureText>
