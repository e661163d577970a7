/** Proves the REST API: scopes, pages of lists, validation, plans, links, orders, events (fullscript.md 4 and 6). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, getWith, postJson } from '../test-client'

let sandbox: Sandbox
let token: string
beforeAll(async () => {
  sandbox = await startSandbox({ https: false })
})
afterAll(() => sandbox.close())
beforeEach(() => {
  sandbox.control.reset()
  token = tokenOf('June Hartwell')
})

const tokenOf = (name: string, scopes?: string[]) =>
  sandbox.control.issueTokens({
    clientId: applicationOf(sandbox).clientId,
    user: accountOf(sandbox, name).email,
    scopes,
  })?.accessToken ?? ''

type Json = Record<string, unknown>
/** Reads deep into an answer without knowing its type. */
const dig = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value)
const textAt = (value: unknown, ...path: (string | number)[]): string => String(dig(value, ...path))
const rowsAt = (value: unknown, ...path: (string | number)[]): Json[] => dig(value, ...path) as Json[]
const get = async (path: string, as = token): Promise<{ status: number; body: Json }> => {
  const response = await getWith(`${sandbox.http}/api/${path}`, as)
  return { status: response.status, body: (await response.json()) as Json }
}
const send = async (
  method: string,
  path: string,
  body: unknown,
  as = token,
): Promise<{ status: number; body: Json }> => {
  const response = await fetch(`${sandbox.http}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Json }
}
const patientId = (first: string) =>
  sandbox.control
    .patients()
    .find((one) => one.firstName === first && one.clinicId === accountOf(sandbox, 'June Hartwell').clinicId)
    ?.id ?? ''

describe('scopes', () => {
  it('answer 403 with the family of the missing scope, on every endpoint', async () => {
    const table: [string, string][] = [
      ['clinic', 'clinic'],
      ['clinic/staff', 'clinic'],
      ['clinic/patients', 'patients'],
      ['clinic/orders', 'patients'],
      ['events/patients', 'patients'],
      [`catalog/variants/x`, 'catalog'],
      ['clinic/dynamic_links/treatment_plans', 'clinic'],
    ]
    const none = tokenOf('June Hartwell', ['nothing:read'])
    for (const [path, family] of table) {
      expect(await get(path, none), path).toEqual({
        status: 403,
        body: { error: `Must have \`${family}\` scope enabled` },
      })
    }
  })

  it('hide plans made in the app from a token without the history scope', async () => {
    const narrow = tokenOf('June Hartwell', ['patients:read'])
    const path = `clinic/patients/${patientId('Maya')}/treatment_plans`
    expect(dig(await get(path), 'body', 'meta', 'total_count')).toBe(2)
    expect(dig(await get(path, narrow), 'body', 'meta', 'total_count')).toBe(0)
  })
})

describe('lists', () => {
  it('come in pages with meta', async () => {
    const first = await get('clinic/patients?page[number]=1&page[size]=15')
    expect(first.body['patients']).toHaveLength(15)
    expect(first.body['meta']).toEqual({
      current_page: 1,
      next_page: 2,
      prev_page: null,
      total_pages: 2,
      total_count: 20,
    })
    expect(Object.keys(rowsAt(first.body, 'patients')[0] ?? {})).toEqual([
      'id',
      'first_name',
      'last_name',
      'email',
      'archived',
    ])
    const second = await get('clinic/patients?page[number]=2&page[size]=15')
    expect(second.body['patients']).toHaveLength(5)
    expect(second.body['meta']).toMatchObject({ next_page: null, prev_page: 1 })
  })

  it('keep clinics apart', async () => {
    const other = tokenOf('Ines Valderrama')
    expect(dig(await get('clinic', other), 'body', 'clinic', 'name')).toBe('Harbor Light Wellness')
    expect((await get(`clinic/patients/${patientId('Noah')}`, other)).status).toBe(404)
    expect((await get('clinic/practitioners', other)).body['practitioners']).toHaveLength(1)
    expect((await get('clinic/staff')).body['staff']).toMatchObject([{ first_name: 'Priya' }])
  })
})

describe('patients', () => {
  it('search by e-mail also finds the family; dependents are listed with their guardian', async () => {
    const found = await get('clinic/search/patients?query=aaliyah.washington@mail.example')
    expect(
      rowsAt(found.body, 'patients')
        .map((one) => one['first_name'])
        .sort(),
    ).toEqual(['Aaliyah', 'Imani'])
    const dependents = await get(`clinic/patients/${patientId('Latoya')}/dependents`)
    expect(dependents.body['dependents']).toHaveLength(2)
    const child = await get(`clinic/patients/${patientId('Nia')}`)
    expect(child.body['patient']).toMatchObject({
      is_dependent: true,
      guardian_patient_id: patientId('Latoya'),
    })
  })

  it('are made with 201, and refused with 422 whose error is a string that holds a list', async () => {
    const input = {
      email: 'new.person@mail.example',
      first_name: 'New',
      last_name: 'Person',
      metadata: { id: 'chart-7' },
    }
    const made = await send('POST', 'clinic/patients', input)
    expect(made.status).toBe(201)
    const again = await send('POST', 'clinic/patients', input)
    expect(again.status).toBe(422)
    expect(again.body['error']).toBe('["Email has already been taken"]')
    const empty = await send('POST', 'clinic/patients', {})
    expect(JSON.parse(textAt(empty.body, 'error'))).toEqual([
      "Last name can't be blank",
      "First name can't be blank",
      "Email can't be blank",
      'Email is invalid',
    ])
    const changed = await send('PATCH', `clinic/patients/${textAt(made.body, 'patient', 'id')}`, {
      last_name: 'Renamed',
    })
    expect(changed.body['patient']).toMatchObject({ last_name: 'Renamed', metadata: { id: 'chart-7' } })
    expect((await get('clinic/metadata?id=chart-7&type=patient')).body['metadata']).toEqual([
      { id: 'chart-7', type: 'patient', data: changed.body['patient'] },
    ])
  })

  it('make no event when the REST API made them', async () => {
    await send('POST', 'clinic/patients', { email: 'q@mail.example', first_name: 'Q', last_name: 'Q' })
    expect((await get('events/patients')).body['events']).toEqual([])
  })
})

describe('treatment plans', () => {
  it('carry variant ids only; names come from the variant', async () => {
    const list = await get(
      `clinic/patients/${patientId('Maya')}/treatment_plans?sort_by=created_at&order_by=DESC`,
    )
    expect(rowsAt(list.body, 'treatment_plans').map((plan) => plan['state'])).toEqual(['active', 'cancelled'])
    const plan = await get(`clinic/treatment_plans/${textAt(list.body, 'treatment_plans', 0, 'id')}`)
    const [line = {}] = rowsAt(plan.body, 'treatment_plan', 'recommendations')
    expect(Object.keys(line)).toEqual(['variant_id', 'refill', 'units_to_purchase', 'take_with', 'dosage'])
    const variant = await get(`catalog/variants/${textAt(line, 'variant_id')}`)
    expect(dig(variant.body, 'variant', 'product')).toMatchObject({
      name: 'Magnesium Glycinate 120',
      brand: { name: 'Heronwell', prefix: 'HRW' },
    })
    const cancelled = await send(
      'PATCH',
      `clinic/treatment_plans/${textAt(plan.body, 'treatment_plan', 'id')}/cancel`,
      {},
    )
    expect(cancelled.body['treatment_plan']).toMatchObject({ state: 'cancelled', recommendations: [] })
    expect((await get('events/treatment_plans')).body['events']).toEqual([])
  })

  it('cannot be made or activated by an ordinary application, until access is granted', async () => {
    const path = `clinic/patients/${patientId('Noah')}/treatment_plans`
    expect((await send('POST', path, {})).status).toBe(403)
    sandbox.control.changeSettings({ restrictedAccess: true })
    const draft = await send('POST', path, { state: 'draft' })
    expect([draft.status, dig(draft.body, 'treatment_plan', 'state')]).toEqual([201, 'draft'])
    const active = await send(
      'PATCH',
      `clinic/treatment_plans/${textAt(draft.body, 'treatment_plan', 'id')}/activate`,
      {},
    )
    expect(dig(active.body, 'treatment_plan', 'state')).toBe('active')
    const staff = tokenOf('Priya Raman')
    expect((await send('POST', path, {}, staff)).body['error']).toBe('["Practitioner must exist"]')
  })

  it('are opened by dynamic links, which find a patient by e-mail or make one', async () => {
    const patient = { email: 'noah.goldberg@mail.example', first_name: 'Noah', last_name: 'Goldberg' }
    const known = await send('POST', 'clinic/dynamic_links/treatment_plans', { patient })
    expect(known.body['dynamic_links']).toMatchObject({
      treatment_plan: { state: 'draft', available_at: null },
      patient: { id: patientId('Noah') },
    })
    const link = await get(
      `clinic/dynamic_links/treatment_plans/${textAt(known.body, 'dynamic_links', 'treatment_plan', 'id')}`,
    )
    expect(link.body['dynamic_links']).toEqual(known.body['dynamic_links'])
  })
})

describe('orders and labs', () => {
  it('an order placed by the patient shows in the list, in the detail and as the event order.placed', async () => {
    const plan = sandbox.control.plans().find((one) => one.patientId === patientId('Dwayne'))
    const orderId = sandbox.control.placeOrder(plan?.id ?? '')
    const list = await get(`clinic/orders?treatment_plan_id=${plan?.id ?? ''}`)
    expect(list.body['orders']).toMatchObject([{ id: orderId, patient_id: patientId('Dwayne') }])
    const detail = await get(`clinic/orders/${orderId ?? ''}`)
    expect(detail.body['order']).toMatchObject({ msrp_total: '83.20', payment_total: '74.88' })
    const events = await get('events/orders')
    expect(events.body['events']).toMatchObject([{ type: 'order.placed' }])
    const event = await get(`events/${textAt(events.body, 'events', 0, 'id')}`)
    expect(dig(event.body, 'event', 'data')).toMatchObject({ id: orderId })
  })

  it('events are kept for 30 days', async () => {
    const plan = sandbox.control.plans().find((one) => one.patientId === patientId('Dwayne'))
    expect(sandbox.control.cancelPlanInApp(plan?.id ?? '')).toBe(true)
    expect((await get('events/treatment_plans')).body['events']).toMatchObject([
      { type: 'treatment_plan.updated' },
    ])
    sandbox.control.advance(30 * 86_400_000)
    expect((await get('events/treatment_plans', tokenOf('June Hartwell'))).body['events']).toEqual([])
  })
})

describe('catalogue', () => {
  it('has sixty products or more with variants and brands, and keeps its search restricted', async () => {
    expect((await get('catalog/products')).status).toBe(403)
    sandbox.control.changeSettings({ restrictedAccess: true })
    const products = await get('catalog/products?page[size]=100')
    expect(dig(products.body, 'meta', 'total_count')).toBeGreaterThanOrEqual(60)
    for (const product of rowsAt(products.body, 'products')) {
      expect(dig(product, 'variant_count')).toBeGreaterThan(0)
      expect(dig(product, 'brand', 'name')).not.toBe('')
    }
    const found = await get('catalog/search/products?query=omega')
    expect(rowsAt(found.body, 'products').length).toBeGreaterThan(1)
  })
})

describe('around every answer', () => {
  it('X-Request-Id is set and an unknown path answers as Rails does', async () => {
    const answer = await getWith(`${sandbox.http}/api/no/such/path`, token)
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect([answer.status, await answer.json()]).toEqual([404, { status: 404, error: 'Not Found' }])
  })

  it('the rate limit answers 429 with Retry-After once its window is full', async () => {
    sandbox.control.changeSettings({ rateLimit: { requests: 2, windowSeconds: 60, retryAfter: '30' } })
    expect([(await get('clinic')).status, (await get('clinic')).status]).toEqual([200, 200])
    const third = await getWith(`${sandbox.http}/api/clinic`, token)
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '30'])
    sandbox.control.advance(60_000)
    expect((await get('clinic')).status).toBe(200)
  })

  it('a JSON content type with an empty body is no error', async () => {
    const answer = await fetch(`${sandbox.http}/api/clinic/embeddable/session_grants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(200)
    expect((await postJson(`${sandbox.http}/api/oauth/token`, {})).status).toBe(400)
  })
})
