/** The keychain, the vault and files. */
import { UNCHANGED, type FailureText } from './failure-text'

export const storageFailures = {
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
  'records-refused': {
    happened: 'The records refused this change, because it contradicts what they hold.',
    safe: 'Your records are untouched. The last step was not saved.',
    todo: 'Look whether it is there already. If it happens again, note the code and contact support.',
  },
  'records-stopped': {
    happened: 'Yarrow lost its way to the records while they were open.',
    safe: 'What was saved before is safe. The last step may not have been saved.',
    todo: 'Close Yarrow and start it again. If it happens again, note the code and contact support.',
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
} as const satisfies Record<string, FailureText>
