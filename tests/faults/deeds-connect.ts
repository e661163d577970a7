/** Settings, and connecting from the button to the owner who is confirmed: every deed, and every way in which it fails. */
import type { TestAnswer } from '../../src/shared/contract/fullscript'
import { failed, ok, type FailureCode, type Result } from '../../src/shared/failures'
import type { Deed } from './deeds'
import type { Staff } from './staff'
import type { Practice } from './deeds-practice'
import { drop, emailOf, type FullscriptHand } from './fullscript-hand'
import { ATTEMPT, REVOKED } from './deeds-rows'

const PENDING = {
  ...ATTEMPT,
  fullscript_connection:
    'tokens are kept before their first use; nobody may use them before the person confirms',
  fullscript_clinic_connection: 'the same for a clinic',
  fullscript_clinic: 'the name of a clinic',
}

export function connectDeeds(staff: Staff, hand: FullscriptHand, practice: Practice): Deed[] {
  const { call, june, settings, startConnecting, paste, confirm, toConfirm, pretend } = hand
  /** A step of the test page that fails is an answer of the call, not a failure. */
  const failsWith = async (code: FailureCode | null, step: string) => {
    const answer = (await call('fullscript.testStep', { step, trial: true })) as Result<TestAnswer>
    const expected = answer.ok && (answer.value.failure?.code ?? null) === code
    return expected ? ok(null) : failed('unexpected')
  }

  return [
    {
      name: 'fullscript.saveSettings',
      way: 'no addresses for a stand-in',
      before: june,
      input: () => ({ ...settings('role'), hosts: null }),
      leaves: ['june fullscript.settings-saved failed for invalid-input'],
      fails: 'invalid-input',
    },
    {
      name: 'fullscript.saveSettings',
      input: () => settings('role'),
      leaves: [
        'june fullscript.settings-saved done for local changed:chosen,clientId,clientSecretSealed,publicKey,hosts,wayBack',
      ],
    },
    {
      name: 'fullscript.disconnect',
      way: 'nothing is connected',
      leaves: ['june fullscript.disconnected failed for fullscript-not-connected'],
      fails: 'fullscript-not-connected',
    },
    {
      name: 'fullscript.pasteAddress',
      way: 'an address of something else',
      before: () => staff.must('fullscript.connect', { wayBack: 'paste' }),
      input: () => ({ address: 'https://elsewhere.example/?code=hush-hush&state=none' }),
      leaves: ['june fullscript.connect failed for connect-address-unusable'],
      fails: 'connect-address-unusable',
    },
    {
      name: 'fullscript.cancelConnect',
      way: 'of an attempt that a link may answer',
      before: async () => {
        await staff.must('fullscript.connect', { wayBack: 'deep-link' })
        await practice.quiet()
      },
      leaves: ['june fullscript.connect refused for connect-cancelled'],
      always:
        'nobody listens for the answer any more; the sealed copy stays until its end can be written down',
    },
    {
      name: 'fullscript.pasteAddress',
      way: 'Fullscript does not answer',
      before: june,
      does: async () => {
        const address = await startConnecting(emailOf.june)
        return pretend({ path: '/api/oauth/token', ...drop }, () => paste(address))
      },
      leaves: ['june fullscript.connect failed for connect-outcome-unknown'],
      beside: ATTEMPT,
      fails: 'connect-outcome-unknown',
    },
    {
      name: 'fullscript.pasteAddress',
      way: 'the answer of the browser',
      before: june,
      does: async () => paste(await startConnecting(emailOf.june)),
      leaves: [],
      beside: PENDING,
    },
    {
      name: 'fullscript.connect',
      way: 'from the test page',
      before: () => staff.must('fullscript.cancelConnect'),
      input: () => ({ wayBack: 'paste', trial: true }),
      leaves: [],
      beside: ATTEMPT,
    },
    {
      name: 'fullscript.testStep',
      way: 'of a test that has not come back yet',
      does: () => failsWith('fullscript-not-connected', 'clinic'),
      leaves: [],
    },
    {
      name: 'fullscript.testStep',
      way: 'with what nobody has confirmed: the clinic',
      before: () => toConfirm(emailOf.june, true),
      does: () => failsWith(null, 'clinic'),
      leaves: [],
    },
    {
      name: 'fullscript.testStep',
      way: 'with what nobody has confirmed: a grant',
      input: () => ({ step: 'grant', trial: true }),
      leaves: ['june fullscript.grant done as Practitioner june at Fullscript'],
    },
    {
      name: 'fullscript.confirmOwner',
      way: 'a test that is not kept',
      before: () => toConfirm(emailOf.june, true),
      does: () => confirm(false),
      leaves: [
        'june fullscript.connect refused for connect-cancelled',
        'june fullscript.connect-refused done',
        ...REVOKED,
      ],
      always: 'the tokens stay pending, which nobody may use, and are ended at the next sign-in',
    },
    {
      name: 'fullscript.confirmOwner',
      way: 'it is somebody else',
      before: () => toConfirm(emailOf.june),
      does: () => confirm(false),
      leaves: [
        'june fullscript.connect refused for connect-cancelled',
        'june fullscript.connect-refused done',
        ...REVOKED,
      ],
      always: 'the tokens stay pending, which nobody may use, and are ended at the next sign-in',
    },
    {
      name: 'fullscript.confirmOwner',
      before: () => toConfirm(emailOf.june),
      does: () => confirm(true),
      leaves: ['june fullscript.connected done'],
    },
  ]
}
