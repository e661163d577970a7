/** Signing in, accounts and restricted charts. */
import { UNCHANGED, type FailureText } from './failure-text'

export const peopleFailures = {
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
  'role-in-use': {
    happened: 'This role is still needed.',
    safe: UNCHANGED,
    todo: 'Give everybody who has it another role under People first. The roles that every practice has cannot be removed.',
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
} as const satisfies Record<string, FailureText>
