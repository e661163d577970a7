/** An app that works through clinics: every deed, and every way in which it fails. */
import { MEADOWLARK, userId } from '../../sandbox/seed/clinics'
import type { Deed } from './deeds'
import type { Staff } from './staff'
import { drop, emailOf, type FullscriptHand } from './fullscript-hand'
import { REVOKED, USED } from './deeds-rows'

export function clinicDeeds(staff: Staff, hand: FullscriptHand): Deed[] {
  const { call, june, settings, confirm, toConfirm, pretend } = hand

  return [
    {
      name: 'fullscript.saveSettings',
      way: 'for an app that works through clinics',
      before: june,
      input: () => settings('clinic'),
      leaves: [
        'june fullscript.settings-saved done for local changed:clientId,clientSecretSealed,publicKey,authorization',
      ],
    },
    {
      name: 'fullscript.connect',
      way: 'somebody who may not',
      before: () => staff.signIn('tomas'),
      input: () => ({ wayBack: 'paste' }),
      leaves: ['tomas fullscript.connect failed for not-allowed'],
      fails: 'not-allowed',
    },
    {
      name: 'fullscript.confirmOwner',
      way: 'of a clinic',
      before: async () => {
        await june()
        await toConfirm(emailOf.june)
      },
      does: () => confirm(true),
      leaves: ['june fullscript.connected done'],
    },
    {
      name: 'clinics.choose',
      input: () => user('june', 'june', 'Practitioner'),
      beside: { fullscript_clinic_connection: USED },
      leaves: ['june fullscript.user-chosen done'],
    },
    {
      name: 'clinics.choose',
      way: 'a user of a colleague',
      input: () => user('tomas', 'june', 'Practitioner'),
      leaves: ['june fullscript.user-chosen failed for fullscript-user-taken'],
      fails: 'fullscript-user-taken',
    },
    {
      name: 'clinics.choose',
      way: 'a practitioner for office staff',
      input: () => user('priya', 'tomas', 'Practitioner'),
      leaves: ['june fullscript.user-chosen failed for fullscript-user-not-staff'],
      fails: 'fullscript-user-not-staff',
    },
    {
      name: 'clinics.choose',
      way: 'Fullscript does not answer',
      does: () =>
        pretend({ path: '/api/*', ...drop }, () => call('clinics.choose', user('priya', 'priya', 'Staff'))),
      leaves: ['june fullscript.user-chosen failed for fullscript-unreachable'],
      fails: 'fullscript-unreachable',
    },
    {
      name: 'clinics.clear',
      input: () => ({ personId: staff.id('june') }),
      leaves: ['june fullscript.user-cleared done'],
    },
    {
      name: 'clinics.disconnect',
      way: 'no such clinic',
      input: () => ({ clinicId: userId('priya') }),
      leaves: ['june fullscript.disconnected failed for fullscript-not-connected'],
      fails: 'fullscript-not-connected',
    },
    {
      name: 'clinics.disconnect',
      input: () => ({ clinicId: MEADOWLARK }),
      leaves: ['june fullscript.disconnected done', ...REVOKED],
    },
  ]

  function user(username: string, their: string, userType: 'Practitioner' | 'Staff') {
    return { personId: staff.id(username), clinicId: MEADOWLARK, userId: userId(their), userType }
  }
}
