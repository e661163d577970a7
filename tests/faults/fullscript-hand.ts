/** What a person does at Fullscript and in the browser on the way there, and what the local Fullscript is told to do. */
import { userId } from '../../sandbox/seed/clinics'
import { ok, type Result } from '../../src/shared/failures'
import { NOBODY, type Staff } from './staff'
import type { Practice } from './deeds-practice'

export const emailOf = { june: 'june.hartwell@meadowlark.example', priya: 'priya.raman@meadowlark.example' }
type Username = keyof typeof emailOf

/** Every answer is lost before it is read. */
export const drop = { effect: { kind: 'drop', when: 'before' }, count: null } as const

export type FullscriptHand = ReturnType<typeof fullscriptHand>

export function fullscriptHand(practice: Practice, staff: Staff) {
  const { sandbox, records, copied } = practice
  const { control, addresses } = sandbox
  const { ids } = staff
  const call = (name: string, input?: unknown) => practice.call(name, input)
  const june = () => staff.signIn('june')
  const maya = () => ids.get('maya') ?? NOBODY
  ids.set('june at Fullscript', userId('june'))

  const until = async (reached: () => boolean | Promise<boolean>) => {
    while (!(await reached())) await new Promise(setImmediate)
  }
  const settings = (level: 'role' | 'clinic') => {
    const application = addresses.applications.find((one) => one.level === level)
    if (!application) throw new Error('The local Fullscript has no such application')
    const { clientId, clientSecret, publicKey } = application
    staff.secrets.push(clientSecret)
    const { http } = addresses
    return {
      ...{ environment: 'local', clientId, clientSecret, publicKey, wayBack: 'paste' },
      loopbackPorts: practice.loopbackPorts,
      hosts: { api: `${http}/api`, authorize: `${http}/api/oauth/authorize`, embed: http },
      originUri: 'https://app.yarrow.localhost',
      authorization: level === 'clinic' ? 'clinic' : 'person',
    }
  }
  /** Up to the address that the browser would end at. */
  const startConnecting = async (email: string, trial = false): Promise<string> => {
    await staff.must('fullscript.connect', { wayBack: 'paste', trial })
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
  const toConfirm = async (email: string, trial = false) => {
    await paste(await startConnecting(email, trial))
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
    await until(async () => (await embedStep()).step !== 'connecting')
    const now = await embedStep()
    return now.step === 'failed' && now.failure ? { ok: false, failure: now.failure } : ok(null)
  }
  const embedStep = async () => {
    const state = await records.embed.plans()
    if (!state.ok) throw new Error(state.failure.code)
    const plan = state.value.at(-1)?.state
    return (plan ?? { step: 'closed' }) as { step: string; failure?: { code: string } }
  }

  return {
    call,
    june,
    maya,
    settings,
    startConnecting,
    paste,
    confirm,
    toConfirm,
    connect,
    pretend,
    openEmbed,
    embedAnswer,
  }
}
