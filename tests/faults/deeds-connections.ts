/** A connection that stands, and every way in which it ends: every deed, and every way in which it fails. */
import { userId } from '../../sandbox/seed/clinics'
import { failed, ok, type Result } from '../../src/shared/failures'
import type { Deed } from './deeds'
import { JUNES_PROOF, PASSWORDS, type Staff } from './staff'
import type { Practice } from './deeds-practice'
import { emailOf, type FullscriptHand } from './fullscript-hand'
import { ATTEMPT, HOUR, REVOKED, TWICE } from './deeds-rows'

export function connectionDeeds(staff: Staff, hand: FullscriptHand, practice: Practice): Deed[] {
  const { call, june, maya, settings, startConnecting, paste, connect, pretend } = hand
  const { control } = practice.sandbox
  const { records } = practice
  const afterwards = async () => {
    await june()
    await staff.must('charts.lift', { patientId: maya() })
  }
  let invitation = ''

  return [
    {
      name: 'fullscript.testStep',
      way: 'a grant',
      before: async () => {
        if (records.people.current()?.person.username === 'tomas') await afterwards()
        await connect('june')
        practice.advance(10_000)
      },
      input: () => ({ step: 'grant' }),
      leaves: ['june fullscript.grant done as Practitioner june at Fullscript'],
    },
    {
      name: 'fullscript.sayScopesAdded',
      input: () => ({ at: practice.clock.now() }),
      leaves: ['june fullscript.scopes-added done'],
    },
    {
      name: 'fullscript.sayScopesAdded',
      way: 'a moment to come',
      input: () => ({ at: practice.clock.now() + HOUR }),
      leaves: ['june fullscript.scopes-added failed for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'fullscript.pasteAddress',
      way: 'a colleague’s account',
      before: async () => {
        await june()
        // Only whoever prescribes may have a practitioner's account at all.
        await staff.signIn('tomas')
      },
      does: async () => paste(await startConnecting(emailOf.june)),
      leaves: [
        'tomas fullscript.connected refused',
        'tomas fullscript.connect failed for connect-colleague',
        ...TWICE('tomas fullscript.revoked done'),
      ],
      fails: 'connect-colleague',
      beside: { ...ATTEMPT, fullscript_revocation: 'tokens that nobody may have wait to be revoked' },
    },
    {
      name: 'fullscript.disconnectPerson',
      before: async () => {
        await june()
        const { id, ...priya } = { id: staff.id('priya'), displayName: 'Priya Raman', credentials: '' }
        await staff.must('accounts.update', { id, ...priya, npi: '', role: 'staff', proof: JUNES_PROOF })

        await connect('priya')
        await june()
      },
      input: () => ({ personId: staff.id('priya') }),
      leaves: ['june fullscript.disconnected-for done'],
    },
    {
      name: 'fullscript.disconnectPerson',
      way: 'of somebody who has none',
      input: () => ({ personId: staff.id('priya') }),
      leaves: ['june fullscript.disconnected-for failed for fullscript-not-connected'],
      fails: 'fullscript-not-connected',
    },
    {
      name: 'accounts.redeemCode',
      way: 'after a reset',
      before: async () => {
        await connect('priya')
        invitation = await staff.invite(staff.id('priya'))
        await staff.signOut()
      },
      does: () =>
        call('accounts.redeemCode', { username: 'priya', code: invitation, password: PASSWORDS.priya }),
      leaves: ['priya fullscript.forgotten done', 'priya person.code-redeemed done'],
      beside: { sign_in_try: 'a try is counted before it is looked at' },
    },
    {
      name: 'fullscript.disconnectEveryone',
      before: async () => {
        await connect('priya')
        await connect('june')
      },
      leaves: ['june fullscript.disconnected-for done', 'june fullscript.disconnected done', ...REVOKED],
    },
    {
      name: 'fullscript.disconnect',
      before: () => connect('june'),
      leaves: ['june fullscript.disconnected done', ...REVOKED],
    },
    {
      name: 'a connection that Fullscript has ended',
      before: async () => {
        await connect('june')
        control.revokeUser(emailOf.june)
        practice.advance(3 * HOUR)
      },
      does: async () => {
        const answer = (await call('fullscript.testStep', { step: 'clinic' })) as Result<{ ok: boolean }>
        return answer.ok && !answer.value.ok ? ok(null) : failed('unexpected')
      },
      leaves: ['june fullscript.reconnect-needed failed'],
    },
    {
      name: 'another account that answers for a connection',
      before: async () => {
        await connect('june')
        practice.advance(3 * HOUR)
      },
      does: async () => {
        const set = { oauth: { resource_owner: { id: userId('tomas') } } }
        const answer = (await pretend(
          { path: '/api/oauth/token', count: null, effect: { kind: 'merge', set } },
          () => call('fullscript.testStep', { step: 'clinic' }),
        )) as Result<{ ok: boolean }>
        return answer.ok && !answer.value.ok ? ok(null) : failed('unexpected')
      },
      leaves: ['june fullscript.owner-changed refused', ...REVOKED],
    },
    {
      name: 'fullscript.disconnect',
      way: 'Fullscript does not know the app',
      before: () => connect('june'),
      does: async () => {
        const { clientId, clientSecret } = settings('role')
        control.changeApplication(clientId, { clientSecret: 'another' })
        try {
          const answer = await call('fullscript.disconnect')
          await practice.quiet()
          return answer
        } finally {
          control.changeApplication(clientId, { clientSecret })
        }
      },
      leaves: ['june fullscript.disconnected done', ...TWICE('june fullscript.revoked refused')],
      beside: { fullscript_revocation: 'how often it was tried, and when it is tried again' },
    },
    {
      name: 'tokens that wait to be revoked, a day later',
      does: async () => {
        practice.advance(25 * HOUR)
        await records.fullscript.revocations.run()
        return ok(null)
      },
      leaves: ['june fullscript.revoked done', 'june fullscript.token-expired done'],
      always: 'Fullscript was told; they wait, and are tried again, until it can be written down',
    },
  ]
}
