/**
 * Proves the embed page over Fullscript's unmodified package: one client, one grant just before each mount, races,
 * every silent failure of the package told, and messages judged (F-402, F-409, F-805, F-810 to F-813).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EmbedReport } from '../../src/shared/contract/embed'
import { failed, type Result } from '../../src/shared/failures'
import type { SessionGrant } from '../../src/shared/contract/embed'
import { deferred } from '../support/processes'
import { aGrant, EmbedPageBench, PATIENT, SECRET } from '../support/embed-page-bench'

const ORIGIN = 'https://us-snd.fullscript.io'
let page: EmbedPageBench
beforeEach(() => {
  page = new EmbedPageBench()
})
afterEach(() => {
  page.close()
})

const types = () =>
  page.reports.map((report) => (report.type === 'failed' ? `failed ${report.code}` : report.type))
const last = (): EmbedReport | undefined => page.reports.at(-1)
const says = (data: unknown) => {
  page.deliver({ source: 'frame', origin: ORIGIN, data })
}
const plan = (planId: string, patientId: string, frameId = page.frameId) => ({
  type: `${frameId}.treatmentPlan.activated`,
  payload: {
    type: 'treatmentPlan.activated',
    data: { treatmentPlan: { id: planId, patient: { id: patientId } } },
  },
})
const selected = (patientId: string) => ({
  type: `${page.frameId}.patient.selected`,
  payload: { type: 'patient.selected', data: { patient: { id: patientId, firstNane: 'Ada' } } },
})

describe('mounting', () => {
  it('says that it is ready to be told, and asks for nothing by itself', () => {
    expect(types()).toEqual(['page-ready'])
    expect(page.clients).toBe(0)
  })

  it('mounts what it is told, with the grant, the patient and our origin in the address', async () => {
    await page.mount()
    expect(types()).toEqual(['page-ready', 'loading'])
    expect(page.address.origin + page.address.pathname).toBe(`${ORIGIN}/api/embeddable/session/embed/entry`)
    expect(Object.fromEntries(page.address.searchParams)).toMatchObject({
      secret_token: SECRET,
      data_token: 'data-token',
      public_key: 'key',
      target_origin: 'https://app.yarrow.localhost',
    })
    page.frame?.dispatchEvent(new page.dom.Event('load'))
    expect(last()).toEqual({ type: 'ready', mountId: 1 })
  })

  it('mounts the older feature and the labs entry point as well', async () => {
    await page.mount({ feature: 'treatmentPlan' })
    expect(page.address.pathname).toBe('/api/embeddable/session/treatment_plans/new')
    await page.mount({ entrypoint: 'labs' })
    expect(page.address.searchParams.get('entrypoint')).toBe('labs')
  })

  it('hands the patient over with the names that Fullscript uses, and nothing else', async () => {
    let body: unknown
    page.tokenise = (init) => {
      body = JSON.parse(init?.body as string) as unknown
      return Promise.resolve(new Response('{"data_token":"t"}'))
    }
    await page.mount({ patient: { firstName: 'Ada', dateOfBirth: '1980-02-03' } })
    expect(body).toEqual({ data: { first_name: 'Ada', date_of_birth: '1980-02-03' } })
  })

  it('F-812: makes one client, however often it mounts, and leaves one frame', async () => {
    for (let time = 0; time < 25; time += 1) await page.mount()
    expect(page.clients).toBe(1)
    expect(page.dom.document.querySelectorAll('#embed iframe')).toHaveLength(1)
    says(plan('plan-1', PATIENT))
    expect(types().filter((type) => type === 'plan-activated')).toHaveLength(1)
  })

  it('F-402: a mount that was replaced while its grant was under way never uses it', async () => {
    const slow = deferred<Result<SessionGrant>>()
    page.grants = () => slow.promise
    page.tell()
    page.grants = () => Promise.resolve(aGrant())
    await page.mount()
    slow.resolve(aGrant())
    await page.settled()
    expect(page.dom.document.querySelectorAll('#embed iframe')).toHaveLength(1)
    expect(types()).toEqual(['page-ready', 'loading'])
  })

  it('F-812: a mount that was replaced while the patient was under way places no frame and fails nobody', async () => {
    const slow = deferred<Response>()
    page.tokenise = () => slow.promise
    page.tell()
    await page.settled()
    page.tokenise = () => Promise.resolve(new Response('{"data_token":"second"}'))
    await page.mount()
    slow.resolve(new Response('broken'))
    await page.settled()
    expect(page.address.searchParams.get('data_token')).toBe('second')
    expect(page.dom.document.querySelectorAll('#embed iframe')).toHaveLength(1)
    expect(types().some((type) => type.startsWith('failed'))).toBe(false)
  })

  it('stays quiet when there is no grant: main knows why', async () => {
    page.grants = () => Promise.resolve(failed('fullscript-not-connected'))
    page.tell()
    await page.settled()
    expect(types()).toEqual(['page-ready'])
    expect(page.frame).toBeNull()
  })

  it('F-401: does not start with a grant that would lapse on the way', async () => {
    page.grants = () => Promise.resolve(aGrant(4_000))
    await page.mount()
    expect(last()).toEqual({ type: 'failed', mountId: 1, code: 'embed-grant-expired' })
    expect(page.frame).toBeNull()
  })
})

describe('F-810: a patient who was not handed over', () => {
  const answers: [string, () => Promise<Response>][] = [
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'a server error with a token in it',
      () => Promise.resolve(new Response('{"data_token":"t"}', { status: 500 })),
    ],
    ['no JSON', () => Promise.resolve(new Response('<html>'))],
    ['no token', () => Promise.resolve(new Response('{}'))],
    ['null', () => Promise.resolve(new Response('null'))],
    ['a token that is no text', () => Promise.resolve(new Response('{"data_token":7}'))],
    ['an empty token', () => Promise.resolve(new Response('{"data_token":""}'))],
  ]
  it.each(answers)('%s: no frame appears, and the reason is told', async (_name, answer) => {
    page.tokenise = answer
    await page.mount()
    expect(last()).toEqual({ type: 'failed', mountId: 1, code: 'embed-patient-not-sent' })
    expect(page.frame).toBeNull()
  })
})

describe('what the frame says', () => {
  beforeEach(() => page.mount())

  it('a plan is reported by its ids', () => {
    says(plan('plan-1', PATIENT))
    expect(last()).toEqual({
      type: 'plan-activated',
      mountId: 1,
      fullscriptPlanId: 'plan-1',
      fullscriptPatientId: PATIENT,
    })
  })

  it('F-810: a choice or a plan for somebody else ends the mount', async () => {
    says(selected('fs-patient-2'))
    expect(last()).toEqual({ type: 'failed', mountId: 1, code: 'embed-wrong-patient' })
    expect(page.frame).toBeNull()
    await page.mount()
    says(plan('plan-1', 'fs-patient-2'))
    expect(last()).toEqual({ type: 'failed', mountId: 2, code: 'embed-wrong-patient' })
  })

  it('F-810: who was chosen first stays the one', async () => {
    await page.mount({ patient: { firstName: 'Ada' } })
    says(selected('fs-new'))
    expect(last()).toMatchObject({ type: 'patient-selected', fullscriptPatientId: 'fs-new' })
    says(plan('plan-1', 'fs-other'))
    expect(last()).toMatchObject({ type: 'failed', code: 'embed-wrong-patient' })
  })

  it('an error is told, and a refused grant is told apart', async () => {
    says({ type: 'serverError', payload: ['INVALID_PATIENT_ID: The patient_id was invalid or missing.'] })
    expect(last()).toEqual({ type: 'failed', mountId: 1, code: 'embed-server-error' })
    await page.mount()
    says({ type: 'serverError', payload: ['INVALID_SECRET_TOKEN: The secret_token was invalid or missing.'] })
    expect(last()).toEqual({ type: 'failed', mountId: 2, code: 'embed-grant-expired' })
    expect(page.uncaught).toEqual([])
  })

  it('F-805, R-9700-09: what comes from elsewhere, from another origin or in another shape is dropped', () => {
    const good = plan('plan-1', PATIENT)
    page.deliver({ source: 'self', origin: ORIGIN, data: good })
    page.deliver({ source: 'other-frame', origin: ORIGIN, data: good })
    page.deliver({ source: 'none', origin: ORIGIN, data: good })
    page.deliver({ source: 'frame', origin: 'https://evil.example', data: good })
    for (const data of [null, 'x', {}, { type: 'serverError', payload: 'x' }, { type: 'constructor' }])
      says(data)
    says(plan('plan-1', PATIENT, 'another-frame'))
    says(plan('<script>', PATIENT))
    expect(types()).toEqual(['page-ready', 'loading', 'message-dropped'])
    expect(page.frame).not.toBeNull()
    expect(page.uncaught).toEqual([])
  })

  it('F-805: a million messages a second tell main once a second', () => {
    for (let number = 0; number < 5_000; number += 1)
      page.deliver({ source: 'self', origin: ORIGIN, data: number })
    page.passed += 1_000
    page.deliver({ source: 'self', origin: ORIGIN, data: 1 })
    expect(types().filter((type) => type === 'message-dropped')).toHaveLength(2)
  })

  it('F-805: genuine messages in a flood are dropped too, beyond twenty a second', () => {
    for (let number = 0; number < 100; number += 1) says(plan(`plan-${String(number)}`, PATIENT))
    expect(types().filter((type) => type === 'plan-activated')).toHaveLength(20)
  })

  it('an error that nobody caught in the page ends the mount instead of vanishing', () => {
    page.dom.dispatchEvent(new page.dom.ErrorEvent('error', { cancelable: true, message: 'x' }))
    expect(last()).toEqual({ type: 'failed', mountId: 1, code: 'embed-server-error' })
  })
})

it('F-813: a page that was made for one practice mounts nothing for another', async () => {
  await page.mount()
  await page.mount({ publicKey: 'another' })
  expect(last()).toEqual({ type: 'failed', mountId: 2, code: 'embed-server-error' })
  expect(page.clients).toBe(1)
})

describe('behind a lock', () => {
  it('keeps what matters of what it could not tell, and tells it once its person is back', async () => {
    await page.mount()
    page.frame?.dispatchEvent(new page.dom.Event('load'))
    const before = page.reports.length
    page.locked = true
    says(plan('plan-1', PATIENT))
    says({ type: 'nothing of the sort' })
    await page.settled()
    expect(page.reports).toHaveLength(before)
    page.unlock()
    expect(page.reports.slice(before)).toEqual([
      { type: 'plan-activated', mountId: 1, fullscriptPlanId: 'plan-1', fullscriptPatientId: PATIENT },
    ])
    page.unlock()
    expect(page.reports).toHaveLength(before + 1)
  })
})
