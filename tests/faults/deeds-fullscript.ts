/** Connecting, the plan builder, plans, and everybody's connections: every deed, and every way in which it fails. */
import { MEADOWLARK, userId } from '../../sandbox/seed/clinics'
import { patientId as fullscriptPatient } from '../../sandbox/seed/patients'
import type { Plan } from '../../src/shared/bridge/plans'
import type { Patient } from '../../src/shared/bridge/patients'
import { failed, ok, type Result } from '../../src/shared/failures'
import { MAYA } from './deeds-charts'
import type { Deed } from './deeds'
import { PASSWORDS, type Staff } from './deeds-people'
import type { Practice } from './deeds-practice'

const HOUR = 3_600_000
const NOBODY = '6f9e1c1e-7d1f-4a2c-9d55-1f2f5a3f1c11'
const THEIR_MAYA = fullscriptPatient(MEADOWLARK, 'Maya Lindqvist')
const THEIR_AALIYAH = fullscriptPatient(MEADOWLARK, 'Aaliyah Washington')
const emailOf = { june: 'june.hartwell@meadowlark.example', priya: 'priya.raman@meadowlark.example' }
type Username = keyof typeof emailOf

const TWICE = (row: string) => [row, row]
const REVOKED = TWICE('june fullscript.revoked done')
const ATTEMPT = { fullscript_connect_attempt: 'an attempt is no deed before it has ended' }
const PENDING = {
  ...ATTEMPT,
  fullscript_connection:
    'tokens are kept before their first use; nobody may use them before the person confirms',
  fullscript_clinic_connection: 'the same for a clinic',
  fullscript_clinic: 'the name of a clinic',
}
const HINT = {
  fullscript_plan_hint: 'that a plan was announced is kept first, so that it is never lost',
  fullscript_variant: 'names of products',
}
const USED = 'that a token was used'
const drop = { effect: { kind: 'drop', when: 'before' }, count: null } as const

export function fullscriptDeeds(practice: Practice, staff: Staff): Deed[] {
  const { sandbox, records, copied, mounted } = practice
  const { control, addresses } = sandbox
  const { ids } = staff
  const call = (name: string, input?: unknown) => practice.call(name, input)
  const june = () => staff.signIn('june')
  const maya = () => ids.get('maya') ?? NOBODY
  ids.set('june at Fullscript', userId('june'))

  const until = async (reached: () => boolean) => {
    while (!reached()) await new Promise(setImmediate)
  }
  const settings = (level: 'role' | 'clinic') => {
    const application = addresses.applications.find((one) => one.level === level)
    if (!application) throw new Error('The local Fullscript has no such application')
    const { clientId, clientSecret, publicKey } = application
    staff.secrets.push(clientSecret)
    const { http } = addresses
    return {
      ...{ environment: 'local', clientId, clientSecret, publicKey, wayBack: 'paste', loopbackPorts: [] },
      hosts: { api: `${http}/api`, authorize: `${http}/api/oauth/authorize`, embed: http },
      originUri: 'https://app.yarrow.localhost',
      authorization: level === 'clinic' ? 'clinic' : 'person',
    }
  }
  /** Up to the address that the browser would end at. */
  const startConnecting = async (email: string): Promise<string> => {
    await staff.must('fullscript.connect', { wayBack: 'paste' })
    await staff.must('fullscript.copyConnectLink')
    const asked = new URL(copied.at(-1) ?? '').searchParams
    const [clientId, redirectUri, codeChallenge, state] = [
      ...['client_id', 'redirect_uri', 'code_challenge', 'state'].map((name) => asked.get(name) ?? ''),
    ] as [string, string, string, string]
    const code = control.issueCode({ clientId, user: email, redirectUri, codeChallenge })
    if (!code) throw new Error('The local Fullscript gave no code')
    staff.secrets.push(code, state)
    return `${redirectUri}?code=${code}&state=${state}`
  }
  const paste = async (address: string) => {
    const pasted = await call('fullscript.pasteAddress', { address })
    if (!pasted.ok) return pasted
    await until(() => records.connect.state.step !== 'exchanging')
    const { state } = records.connect
    return state.step === 'failed' ? { ok: false, failure: state.failure } : ok(null)
  }
  const confirm = async (accept: boolean) => {
    const answer = await call('fullscript.confirmOwner', { accept })
    const { state } = records.connect
    return answer.ok && accept && state.step === 'failed' ? { ok: false, failure: state.failure } : answer
  }
  const toConfirm = async (email: string) => {
    await paste(await startConnecting(email))
    if (records.connect.state.step !== 'confirming') throw new Error(`At ${records.connect.state.step}`)
  }
  const connect = async (username: Username) => {
    await staff.signIn(username)
    await practice.quiet()
    const now = (await call('fullscript.connection')) as Result<{ state: string }>
    if (now.ok && now.value.state === 'connected') return
    await toConfirm(emailOf[username])
    await confirm(true)
    await practice.quiet()
  }
  const pretend = async (fault: Parameters<typeof control.addFault>[0], work: () => Promise<unknown>) => {
    control.addFault(fault)
    try {
      return await work()
    } finally {
      control.clearFaults()
      // What was tried again in vain is not tried for a while.
      practice.advance(5 * 60_000)
    }
  }

  const openEmbed = async (patientId: string) => {
    const bounds = { x: 0, y: 0, width: 800, height: 600 }
    const opened = await call('embed.open', {
      ...{ patientId, feature: 'treatmentPlan', entrypoint: 'catalog', bounds },
    })
    if (!opened.ok) return opened
    return embedAnswer()
  }
  const embedAnswer = async () => {
    await call('embed page report', { type: 'page-ready' })
    await until(() => embedStep().step !== 'connecting')
    const now = embedStep()
    return now.step === 'failed' && now.failure ? { ok: false, failure: now.failure } : ok(null)
  }
  const embedStep = () => {
    const state = records.embed.state()
    if (!state.ok) throw new Error(state.failure.code)
    return state.value as { step: string; failure?: { code: string } }
  }
  /** At the plan builder of Maya, before a grant is asked for. */
  const mountedForMaya = async () => {
    await connect('june')
    await staff.must('embed.close')
    practice.advance(10_000)
    await openEmbed(maya())
  }
  const granted = async () => {
    await mountedForMaya()
    await call('embed page sessionGrant')
  }
  const mountId = () => mounted.at(-1)?.mountId ?? 0
  const report = (type: 'patient-selected' | 'plan-activated', more: object) =>
    call('embed page report', { type, mountId: mountId(), ...more })
  const planOf = (patient: string) => {
    const plan = control.plans().find((one) => one.patientId === patient && one.state === 'active')
    return { fullscriptPlanId: plan?.id ?? '', fullscriptPatientId: patient }
  }
  let noel = ''
  const withoutEmail = async () => {
    await connect('june')
    await staff.must('embed.close')
    if (noel === '')
      noel = (await staff.must<Patient>('patients.create', { ...MAYA, givenName: 'Noel', email: '' })).id
    ids.set('noel', noel)
  }
  const planId = async () => {
    const { plans } = await staff.must<{ plans: Plan[] }>('plans.forPatient', { patientId: maya() })
    return plans[0]?.id ?? NOBODY
  }
  let plan = ''
  const restrictedTo = async (...names: string[]) => {
    await june()
    const personIds = names.map((name) => staff.id(name))
    await staff.must('charts.restrict', { patientId: maya(), personIds })
    await staff.signIn('tomas')
  }
  const afterwards = async () => {
    await june()
    await staff.must('charts.lift', { patientId: maya() })
  }
  let invitation = ''

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
      leaves: ['june fullscript.settings-saved done'],
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
    {
      name: 'embed.open',
      way: 'a patient without an e-mail address',
      before: withoutEmail,
      does: () => openEmbed(noel),
      leaves: [
        'june patient.read done of noel',
        'june patient.handed-to-fullscript failed of noel for patient-email-missing',
      ],
      fails: 'patient-email-missing',
    },
    {
      name: 'embed.open',
      before: async () => {
        await connect('june')
        await staff.must('embed.close')
      },
      does: () => openEmbed(maya()),
      leaves: [
        'june patient.read done of maya',
        'june patient.handed-to-fullscript done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page sessionGrant',
      before: mountedForMaya,
      beside: { fullscript_connection: USED },
      leaves: ['june fullscript.grant done as Practitioner june at Fullscript'],
    },
    {
      name: 'embed page sessionGrant',
      way: 'a second time',
      leaves: ['june fullscript.grant failed for not-allowed'],
      fails: 'not-allowed',
    },
    {
      name: 'embed page sessionGrant',
      way: 'Fullscript does not answer',
      before: mountedForMaya,
      does: () =>
        pretend({ path: '/api/clinic/embeddable/session_grants', ...drop }, () =>
          call('embed page sessionGrant'),
        ),
      leaves: ['june fullscript.grant failed for fullscript-unreachable'],
      fails: 'fullscript-unreachable',
    },
    {
      name: 'embed.retry',
      before: async () => {
        await mountedForMaya()
        await call('embed page report', { type: 'failed', mountId: mountId(), code: 'embed-silent' })
      },
      does: async () => {
        await staff.must('embed.retry')
        return embedAnswer()
      },
      leaves: [
        'june patient.read done of maya',
        'june patient.handed-to-fullscript done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page report',
      way: 'a patient was chosen',
      before: granted,
      does: () => report('patient-selected', { fullscriptPatientId: THEIR_MAYA }),
      leaves: [
        'june patient.read done of maya',
        'june patient.linked done of maya as Practitioner june at Fullscript',
      ],
    },
    {
      name: 'embed page report',
      way: 'another patient was chosen',
      before: granted,
      does: () => report('patient-selected', { fullscriptPatientId: THEIR_AALIYAH }),
      leaves: ['june patient.linked refused of maya as Practitioner june at Fullscript'],
    },
    {
      name: 'embed page report',
      way: 'a plan was activated',
      before: granted,
      does: () => report('plan-activated', planOf(THEIR_MAYA)),
      leaves: ['june plan.landed done of maya as Practitioner june at Fullscript'],
      beside: HINT,
    },
    {
      name: 'embed page report',
      way: 'a plan that Fullscript answers for at a later try',
      before: granted,
      does: () => pretend({ path: '/api/*', ...drop }, () => report('plan-activated', planOf(THEIR_MAYA))),
      leaves: [
        'june plan.landed failed of maya as Practitioner june at Fullscript',
        'june plan.updated done of maya as Practitioner june at Fullscript',
      ],
      beside: { ...HINT, fullscript_connection: USED },
    },
    {
      name: 'embed page report',
      way: 'a plan of another patient',
      before: granted,
      does: () => report('plan-activated', { ...planOf(THEIR_AALIYAH), fullscriptPatientId: THEIR_MAYA }),
      leaves: ['june plan.landed refused of maya as Practitioner june at Fullscript'],
      beside: HINT,
    },
    {
      name: 'plans.forPatient',
      before: june,
      input: () => ({ patientId: maya() }),
      leaves: ['june plan.read done of maya'],
    },
    {
      name: 'plans.refresh',
      before: async () => (plan = await planId()),
      input: () => ({ planId: plan }),
      leaves: ['june plan.updated done of maya as Practitioner june at Fullscript'],
    },
    {
      name: 'plans.refresh',
      way: 'no such plan',
      input: () => ({ planId: NOBODY }),
      leaves: ['june plan.updated failed for not-found'],
      fails: 'not-found',
    },
    {
      name: 'plans.refresh',
      way: 'Fullscript does not answer',
      does: () => pretend({ path: '/api/*', ...drop }, () => call('plans.refresh', { planId: plan })),
      leaves: ['june plan.updated failed for fullscript-unreachable'],
      fails: 'fullscript-unreachable',
    },
    {
      name: 'plans.refresh',
      way: 'a chart that is closed',
      before: () => restrictedTo(),
      input: () => ({ planId: plan }),
      leaves: ['tomas plan.read refused of maya'],
      fails: 'chart-restricted',
    },
    {
      name: 'embed.open',
      way: 'a chart that is closed',
      does: () => openEmbed(maya()),
      leaves: ['tomas patient.handed-to-fullscript refused of maya'],
      fails: 'chart-restricted',
    },
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
        await staff.must('accounts.update', { id, ...priya, npi: '', role: 'staff' })

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
    {
      name: 'fullscript.saveSettings',
      way: 'for an app that works through clinics',
      before: june,
      input: () => settings('clinic'),
      leaves: ['june fullscript.settings-saved done'],
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
