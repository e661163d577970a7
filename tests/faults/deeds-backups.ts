/** Backups: every deed, and every way in which it fails. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Deed } from './deeds'
import type { Practice } from './deeds-practice'
import { JUNES_PROOF, type Staff } from './staff'

const PASSPHRASE = 'nine purple umbrellas'
const LAST = { backup_settings: 'when the last one was tried' }

export function backupDeeds({ folder: home, call, save }: Practice, staff: Staff): Deed[] {
  const folder = join(home, 'drive')
  const june = () => staff.signIn('june')
  const chosen = () => {
    mkdirSync(folder, { recursive: true })
    save.folder = folder
    return june()
  }
  const newest = () => readdirSync(folder).sort().at(-1) ?? ''

  return [
    {
      name: 'backups.make',
      way: 'before it is set up',
      before: june,
      leaves: ['june backup.failed failed for backup-not-set-up'],
      fails: 'backup-not-set-up',
    },
    {
      name: 'backups.chooseFolder',
      before: chosen,
      leaves: ['june practice.settings-saved done for changed:backupFolder'],
    },
    {
      name: 'backups.setPassphrase',
      before: june,
      beside: { sign_in_try: 'a try is counted before it is looked at' },
      input: () => ({ proof: JUNES_PROOF, passphrase: PASSPHRASE }),
      leaves: [
        'june person.password-confirmed done',
        'june practice.settings-saved done for changed:backupPassphrase',
      ],
    },
    {
      name: 'backups.setNightly',
      before: june,
      input: () => ({ nightly: true }),
      leaves: ['june practice.settings-saved done for changed:backupNightly'],
    },
    { name: 'backups.make', before: june, leaves: ['june backup.made done'] },
    {
      name: 'backups.prove',
      before: june,
      input: () => ({ name: newest(), typed: PASSPHRASE }),
      leaves: ['june backup.proved done'],
    },
    {
      name: 'backups.prove',
      way: 'with another passphrase',
      before: june,
      input: () => ({ name: newest(), typed: 'nine yellow umbrellas' }),
      leaves: ['june backup.failed failed for backup-not-opened'],
      fails: 'backup-not-opened',
    },
    {
      name: 'restore.open',
      before: async () => {
        await june()
        save.backup = join(folder, newest())
        await call('restore.choose')
      },
      input: () => ({ typed: PASSPHRASE }),
      leaves: [],
    },
    {
      name: 'restore.open',
      way: 'with another passphrase',
      before: june,
      input: () => ({ typed: 'nine yellow umbrellas' }),
      leaves: ['june backup.failed failed for backup-not-opened'],
      fails: 'backup-not-opened',
    },
    {
      name: 'backups.make',
      way: 'onto a drive that was pulled',
      before: () => {
        rmSync(folder, { recursive: true, force: true })
        return june()
      },
      does: () => call('backups.make'),
      leaves: ['june backup.failed failed for backup-drive-gone'],
      fails: 'backup-drive-gone',
      beside: LAST,
    },
  ]
}
