/** Backups: the drive they are kept on, the file itself, and what opens it. */
import type { FailureText } from './failure-text'

const RECORDS_SAFE = 'Your records are untouched, and so are the backups made before.'

export const backupFailures = {
  'backup-not-set-up': {
    happened: 'No folder or no passphrase has been chosen for backups yet.',
    safe: 'Your records are untouched.',
    todo: 'Choose both in Practice settings, under Backups, then try again.',
  },
  'backup-running': {
    happened: 'Another backup is being made, proved or restored at the moment.',
    safe: RECORDS_SAFE,
    todo: 'Wait until it is done, or cancel it, then try again.',
  },
  'backup-cancelled': {
    happened: 'It was cancelled before its end.',
    safe: RECORDS_SAFE,
    todo: 'Nothing half made is left. Start it again whenever you like.',
  },
  'backup-drive-full': {
    happened: 'The drive for the backups is full.',
    safe: RECORDS_SAFE,
    todo: 'Free some space there, or choose another folder, then back up again.',
  },
  'backup-drive-gone': {
    happened: 'The folder for the backups cannot be reached.',
    safe: RECORDS_SAFE,
    todo: 'Plug the drive in or connect to the network, or choose another folder, then try again.',
  },
  'backup-drive-read-only': {
    happened: 'The folder for the backups does not let Yarrow write into it.',
    safe: RECORDS_SAFE,
    todo: 'Allow writing there, or choose another folder, then back up again.',
  },
  'backup-drive-error': {
    happened: 'The drive for the backups did not answer as it should.',
    safe: RECORDS_SAFE,
    todo: 'Check the drive and its cable, then try again. If it happens again, use another drive.',
  },
  'backup-damaged': {
    happened: 'This is not a whole backup: the file was cut, changed or damaged, or is something else.',
    safe: 'Your records are untouched.',
    todo: 'Use an earlier backup, and make a new one soon.',
  },
  'backup-newer': {
    happened: 'This backup was made by a newer version of Yarrow.',
    safe: 'The backup and your records are untouched.',
    todo: 'Install the newest version of Yarrow on this computer, then try again.',
  },
  'backup-not-opened': {
    happened: 'Neither a passphrase nor a recovery code like that opens this backup.',
    safe: 'The backup and your records are untouched.',
    todo: 'Use the backup passphrase of the day it was made, or an administrator’s recovery code of that time.',
  },
  'backup-differs': {
    happened: 'The backup opens, but what is in it is not what was put into it.',
    safe: 'Your records are untouched.',
    todo: 'Do not rely on this backup. Make a new one now and prove it, on another drive if you can.',
  },
} as const satisfies Record<string, FailureText>
