/** Proves that answers have the shape of the vendor's own API export, key by key, where they were once written otherwise. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, getWith } from '../test-client'

let sandbox: Sandbox
let token: string
beforeAll(async () => {
  sandbox = await startSandbox({ https: false })
})
afterAll(() => sandbox.close())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.changeSettings({ restrictedAccess: true })
  token = tokenOf('June Hartwell')
})

type Json = Record<string, unknown>
type Rows = Json[]

const tokenOf = (name: string) =>
  sandbox.control.issueTokens({
    clientId: applicationOf(sandbox).clientId,
    user: accountOf(sandbox, name).email,
  })?.accessToken ?? ''
const get = async (path: string, as = token): Promise<Json> => {
  const response = await getWith(`${sandbox.http}/api/${path}`, as)
  if (!response.ok) throw new Error(`${path}: ${String(response.status)}`)
  return (await response.json()) as Json
}
const statusOf = async (path: string, as = token) => (await getWith(`${sandbox.http}/api/${path}`, as)).status
const send = async (method: string, path: string, body?: Json) => {
  const response = await fetch(`${sandbox.http}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Json }
}
const keys = (value: unknown) => Object.keys(value as Json)
const rows = (value: unknown) => value as Rows
const idOf = (value: unknown) => String((value as Json)['id'])
const june = () => accountOf(sandbox, 'June Hartwell').id
const tomas = () => accountOf(sandbox, 'Tomas Okafor').id
const patient = (first: string) => idOf(sandbox.control.patients().find((one) => one.firstName === first))
const planOf = (first: string) =>
  idOf(sandbox.control.plans().find((one) => one.patientId === patient(first) && one.state === 'active'))

describe('catalogue', () => {
  it.each([
    ['list', () => 'catalog/products'],
    ['search', () => 'catalog/search/products?query=omega'],
    ['similar', (product: string) => `catalog/products/${product}/similar`],
    ['category', (_product: string, category: string) => `clinic/categories/${category}/products`],
  ])('product rows are short: %s', async (_name, path) => {
    const [any] = rows((await get('catalog/products'))['products'])
    const [category] = rows((await get('clinic/categories'))['categories'])
    const [row] = rows((await get(path(idOf(any), idOf(category))))['products'])
    expect(keys(row)).toEqual(['id', 'name', 'brand', 'primary_variant', 'variant_count', 'status'])
    expect(keys(row?.['primary_variant'])).toEqual([
      'id',
      'sku',
      'primary',
      'units',
      'unit_of_measure',
      'availability',
      'status',
      'upc',
      'msrp',
      'supplier_sku',
      'image_url_small',
      'image_url_medium',
      'image_url_large',
    ])
    expect(keys(row?.['brand'])).toEqual(['id', 'name', 'prefix'])
    const whole = (await get(`catalog/products/${idOf(row)}`))['product'] as Json
    expect(rows(whole['variants'])).toHaveLength(Number(row?.['variant_count']))
  })

  it('brands have a status, categories the number of their products', async () => {
    const [brand] = rows((await get('catalog/brands'))['brands'])
    expect(keys(brand)).toEqual(['id', 'name', 'prefix', 'status'])
    expect((await get(`catalog/brands/${idOf(brand)}`))['brand']).toEqual(brand)
    const [category] = rows((await get('clinic/categories'))['categories'])
    const listed = await get(`clinic/categories/${idOf(category)}/products`)
    expect((await get(`clinic/categories/${idOf(category)}`))['category']).toEqual({
      id: idOf(category),
      name: category?.['name'],
      product_count: (listed['meta'] as Json)['total_count'],
    })
  })

  it.each([
    ['allergens', 'allergen'],
    ['ingredients', 'ingredient'],
    ['supplement_types', 'supplement_type'],
    ['third_party_certifications', 'third_party_certification'],
  ])('%s are found one by one', async (path, key) => {
    const listed = rows((await get(`catalog/${path}`))[path])
    expect(keys(listed[0])).toEqual(['id', 'name'])
    for (const row of listed) expect(await get(`catalog/${path}/${idOf(row)}`)).toEqual({ [key]: row })
    expect(await statusOf(`catalog/${path}/unknown`)).toBe(404)
  })
})

describe('treatment plans', () => {
  it('units of a line are a number as in the examples, or text as in the schema', async () => {
    const units = async () =>
      rows(
        ((await get(`clinic/treatment_plans/${planOf('Dwayne')}`))['treatment_plan'] as Json)[
          'recommendations'
        ],
      )[0]?.['units_to_purchase']
    expect(await units()).toBe(1)
    sandbox.control.changeSettings({ unitsAsText: true })
    expect(await units()).toBe('1')
  })
})

describe('dynamic links', () => {
  it('a link to a plan comes with plan and patient; a draft has no day, and yes and no are numbers', async () => {
    const draft = await send('POST', 'clinic/dynamic_links/treatment_plans', {
      treatment_plan: { practitioner_id: june() },
      patient: { email: 'new.person@mail.example', first_name: 'New', last_name: 'Person' },
    })
    const made = draft.body['dynamic_links'] as Json
    expect(keys(made)).toEqual(['redirect_url', 'treatment_plan', 'patient'])
    expect(made['treatment_plan']).toMatchObject({ state: 'draft', available_at: null })
    expect(made['patient']).toMatchObject({ text_message_notification: 0 })
    expect(keys(made['patient'])).not.toContain('metadata')
    const plan = idOf(made['treatment_plan'])
    expect((await get(`clinic/dynamic_links/treatment_plans/${plan}`))['dynamic_links']).toEqual(made)

    const active = planOf('Dwayne')
    expect((await get(`clinic/dynamic_links/treatment_plans/${active}`))['dynamic_links']).toMatchObject({
      treatment_plan: { id: active, state: 'active' },
      patient: { id: patient('Dwayne') },
    })
  })
})

describe('orders', () => {
  it('each of the three answers has its own keys', async () => {
    const facts = ['id', 'order_number', 'completed_at', 'treatment_plan_ids']
    const [row] = rows((await get('clinic/orders'))['orders'])
    expect(keys(row)).toEqual([...facts, 'variant_ids', 'patient_id'])
    const [own] = rows((await get(`clinic/patients/${patient('Hana')}/orders`))['orders'])
    expect(keys(own)).toEqual([...facts, 'variant_ids'])
    const detail = (await get(`clinic/orders/${idOf(row)}`))['order']
    expect(keys(detail)).toEqual([
      ...facts,
      'patient_id',
      'item_total',
      'msrp_total',
      'payment_total',
      'line_items',
    ])
  })
})

describe('events and metadata', () => {
  it('deliveries of webhooks are under their own name', async () => {
    expect(keys(await get('webhooks/deliveries'))).toEqual(['webhook_deliveries', 'meta'])
  })

  it.each([
    ['patient', () => `clinic/patients/${patient('Noah')}`, 'patient'],
    ['practitioner', () => `clinic/practitioners/${june()}`, 'practitioner'],
    ['treatment_plan', () => `clinic/treatment_plans/${planOf('Dwayne')}`, 'treatment_plan'],
  ])('metadata finds the whole %s', async (type, path, key) => {
    await send('PATCH', path(), { metadata: { id: 'ours-7' } })
    expect((await get(`clinic/metadata?id=ours-7&type=${type}`))['metadata']).toEqual([
      { id: 'ours-7', type, data: (await get(path()))[key] },
    ])
  })
})

describe('protocols and templates', () => {
  it('belong to a practitioner, are shared with one, or are Fullscript’s', async () => {
    const names = async (path: string) =>
      rows((await get(`clinic/${path}`))['protocols']).map((one) => [one['name'], one['ownership_type']])
    expect(await names(`practitioners/${june()}/protocols`)).toEqual([
      ['Better Sleep', 'owned'],
      ['Cold and Flu Season', 'owned'],
    ])
    expect(await names(`practitioners/${june()}/protocols?current_state=draft`)).toEqual([
      ['Cold and Flu Season', 'owned'],
    ])
    expect(await names(`practitioners/${june()}/protocols?sort_by=name&order_by=DESC`)).toEqual([
      ['Cold and Flu Season', 'owned'],
      ['Better Sleep', 'owned'],
    ])
    expect(await names(`practitioners/${tomas()}/protocols?ownership_type=shared`)).toEqual([
      ['Better Sleep', 'shared'],
    ])
    expect(await names(`practitioners/${tomas()}/protocols?ownership_type=all`)).toEqual([
      ['Better Sleep', 'shared'],
      ['Iron Repletion', 'owned'],
    ])
    expect(await names('fullscript_protocols')).toEqual([['Everyday Foundations', undefined]])
    expect(await statusOf(`clinic/practitioners/${june()}/protocols?ownership_type=mine`)).toBe(422)
  })

  it.each([
    ['protocols', 'protocol'],
    ['templates', 'template'],
  ])('%s: one has its lines under their own names', async (path, key) => {
    const [row] = rows((await get(`clinic/practitioners/${june()}/${path}`))[path])
    const one = (await get(`clinic/${path}/${idOf(row)}`))[key] as Json
    expect(keys(one)).toEqual([
      'id',
      'name',
      'current_state',
      'practitioner',
      'personal_message',
      'recommendations',
    ])
    expect(keys(rows(one['recommendations'])[0])).toEqual([
      'variant_id',
      'refill',
      'dosage_amount',
      'dosage_frequency',
      'dosage_duration',
      'dosage_permutations',
      'dosage_format',
      'quantity_recommended',
    ])
    expect(await statusOf(`clinic/${path}/${idOf(row)}`, tokenOf('Ines Valderrama'))).toBe(404)
    expect(await statusOf(`clinic/${path}/unknown`)).toBe(404)
  })
})

describe('resources', () => {
  const input = {
    name: 'Travel days',
    type: 'Handout',
    category: 'Lifestyle',
    attachment: 'data',
    save_to_library: 'true',
  }
  const base = () => `clinic/practitioners/${june()}/resources`
  const names = async (path: string) => rows((await get(path))['resources']).map((one) => one['name'])

  it('are listed for their practitioner, and Fullscript’s for everybody', async () => {
    expect(await names(base())).toEqual(['Evening routine'])
    expect(await names('clinic/fullscript_resources')).toEqual([
      'How to take your supplements',
      'Iron-rich foods',
    ])
  })

  it('are made, read, changed and deleted by their practitioner', async () => {
    const made = await send('POST', base(), input)
    expect(made.status).toBe(200)
    const resource = made.body['resource'] as Json
    expect(keys(resource)).toEqual(['id', 'name', 'type', 'category', 'url'])
    expect(await names(base())).toEqual(['Evening routine', 'Travel days'])
    expect((await get(`${base()}/${idOf(resource)}`))['resource']).toEqual(resource)
    const changed = await send('PUT', `${base()}/${idOf(resource)}`, { name: 'Away from home' })
    expect(changed.body['resource']).toEqual({ ...resource, name: 'Away from home' })
    expect(await statusOf(`clinic/practitioners/${tomas()}/resources/${idOf(resource)}`)).toBe(404)
    expect((await send('DELETE', `${base()}/${idOf(resource)}`)).status).toBe(204)
    expect(await statusOf(`${base()}/${idOf(resource)}`)).toBe(404)
  })

  it('for one plan only come with the plan and stay out of the library', async () => {
    const plan = planOf('Dwayne')
    const made = await send('POST', base(), { ...input, save_to_library: 'false', treatment_plan_id: plan })
    expect(await names(base())).toEqual(['Evening routine'])
    const whole = (await get(`clinic/treatment_plans/${plan}`))['treatment_plan'] as Json
    expect(whole['resources']).toEqual([made.body['resource']])
  })

  it('are refused without what they need, or with a kind that there is not', async () => {
    expect((await send('POST', base(), {})).body['error']).toBe(
      '["Name can\'t be blank","Attachment can\'t be blank","Save to library can\'t be blank"]',
    )
    expect((await send('POST', base(), { ...input, type: 'Film' })).status).toBe(422)
  })
})
