/**
 * Proves: a plan's answer is strict about who and what, and takes the rest as far as it can be read, whole; what cannot
 * be read is named on its own line and hides no other.
 */
import { describe, expect, test } from 'vitest'
import { memberRequest } from './clinic'
import { planRequest } from './plans'
import { patientRequest } from './patients'
import { variantRequest } from './catalog'

const base = () => ({
  treatment_plan: {
    id: 'p1',
    state: 'active',
    patient: { id: 'a' },
    practitioner: { id: 'b' },
    available_at: '2026-11-30T10:00:00Z',
    created_at: '2026-11-30T10:00:00Z',
    personal_message: null,
    recommendations: [
      {
        variant_id: 'v1',
        refill: true,
        units_to_purchase: 1,
        take_with: null,
        dosage: {
          amount: '1-2',
          frequency: 'daily',
          duration: null,
          format: 'capsule',
          additional_info: null,
        },
      },
    ],
  },
})

/** The same with one value of the plan changed, by its path. */
function changed(path: string, value: unknown) {
  const body = base()
  const keys = ['treatment_plan', ...path.split('.')]
  const last = keys.pop() ?? ''
  const container = keys.reduce<Record<string, unknown>>(
    (object, key) => object[key] as Record<string, unknown>,
    body,
  )
  container[last] = value
  return body
}

const read = (body: unknown) => planRequest('p1').schema.parse(body)
const readChanged = (path: string, value: unknown) => read(changed(path, value))
const line = (path: string, value: unknown) => readChanged(`recommendations.0.${path}`, value).lines[0]

describe('B21: text is whole', () => {
  const info = `${'x'.repeat(1990)} STOP if rash`
  const amount =
    'Start with 1 capsule for 3 days, then 2 capsules for 3 days, then 3 capsules; not more than 4 capsules in a day'

  test('dosage, instructions, take-with and message are not cut', () => {
    expect(line('dosage.additional_info', info)?.instructions).toBe(info)
    expect(line('dosage.amount', amount)?.amount).toBe(amount)
    expect(line('take_with', info)?.takeWith).toBe(info)
    expect(readChanged('personal_message', 'm'.repeat(5001)).message).toHaveLength(5001)
    const emoji = `${'x'.repeat(1999)}\u{1F600}!`
    expect(line('dosage.additional_info', emoji)?.instructions).toBe(emoji)
  })

  test('names of products, patients and practitioners are not cut, and refuse no answer', () => {
    const long = 'Long name '.repeat(80)
    const variant = {
      id: 'v1',
      units: 60,
      unit_of_measure: 'capsules',
      product: { name: long, brand: { name: long } },
    }
    expect(variantRequest('v1').schema.parse({ variant })).toEqual({
      id: 'v1',
      productName: long,
      brandName: long,
      packageText: '60 capsules',
    })
    const patient = { id: 'a', first_name: long, last_name: long, email: long }
    expect(patientRequest('a').schema.parse({ patient })).toMatchObject({ givenName: long, email: long })
    const practitioner = { id: 'b', first_name: long, last_name: 'Hartwell', npi: 12 }
    expect(memberRequest('Practitioner', 'b').schema.parse({ practitioner })).toEqual({
      id: 'b',
      name: `${long} Hartwell`,
      npi: '12',
    })
  })

  test('only what is absurdly long is cut, between two characters, and says where the rest is', () => {
    // A family of seven code units, laid over the border.
    const family = '\u{1F468}‍\u{1F469}‍\u{1F467}'
    const text = `${'x'.repeat(99_997)}${family}${'y'.repeat(100)}`
    const instructions = line('dosage.additional_info', text)?.instructions
    expect(instructions).toBe(
      `${'x'.repeat(99_997)}… [Cut here because it is too long. The rest is in Fullscript.]`,
    )
    expect(line('dosage.additional_info', 'x'.repeat(100_000))?.instructions).toHaveLength(100_000)
  })
})

describe('B18: identity is strict, the rest is not', () => {
  test('an unknown state is taken as it is', () => {
    expect(readChanged('state', 'archived')).toMatchObject({ state: 'archived', unread: [] })
    expect(readChanged('state', null)).toMatchObject({ state: '', unread: [] })
    expect(readChanged('state', { name: 'active' })).toMatchObject({ state: '', unread: ['state'] })
  })

  test.each([
    ['units_to_purchase', '2', { unitsToPurchase: 2, unread: [] }],
    ['units_to_purchase', null, { unitsToPurchase: null, unread: [] }],
    ['units_to_purchase', 'two', { unitsToPurchase: null, unread: ['units'] }],
    ['units_to_purchase', -1, { unitsToPurchase: null, unread: ['units'] }],
    ['refill', 3, { refill: null, unread: ['refill'] }],
    ['refill', 'false', { refill: false, unread: [] }],
    ['refill', null, { refill: null, unread: [] }],
    ['dosage.time_of_day', ['morning', null], { timeOfDay: ['morning'], unread: ['timeOfDay'] }],
    ['dosage.time_of_day', 'morning', { timeOfDay: ['morning'], unread: [] }],
    ['dosage.time_of_day', null, { timeOfDay: [], unread: [] }],
    ['take_with', ['food'], { takeWith: 'food', unread: [] }],
    ['take_with', ['food', 'water'], { takeWith: 'food, water', unread: [] }],
    ['take_with', { what: 'food' }, { takeWith: '', unread: ['takeWith'] }],
    ['dosage.amount', 2, { amount: '2', unread: [] }],
    ['dosage', null, { amount: '', unread: [] }],
    ['dosage', 'Two a day', { instructions: 'Two a day', unread: [] }],
    ['dosage', [], { amount: '', unread: ['dosage'] }],
    [
      'dosage',
      { recommended_amount: '3', recommended_frequency: 'daily' },
      { amount: '3', frequency: 'daily' },
    ],
    ['variant_id', 7, { variantId: '7' }],
  ])('line %s: %j', (path, value, expected) => {
    expect(line(path, value)).toMatchObject(expected)
  })

  test('one odd line hides no other', () => {
    const [one] = base().treatment_plan.recommendations
    const lines = [null, { ...one, refill: 3 }, { ...one, variant_id: 'v2' }]
    expect(readChanged('recommendations', lines)).toMatchObject({
      lines: [
        { variantId: 'v1', refill: null, unread: ['refill'] },
        { variantId: 'v2', refill: true, unread: [] },
      ],
      unread: ['products'],
    })
    expect(readChanged('recommendations', 'none')).toMatchObject({ lines: [], unread: ['products'] })
    expect(readChanged('practitioner', null)).toMatchObject({ practitionerId: '', unread: [] })
  })

  test.each([
    ['patient', null],
    ['id', null],
    ['recommendations.0.variant_id', null],
    ['recommendations.0', 'Magnesium'],
  ])('refused: %s %j', (path, value) => {
    expect(planRequest('p1').schema.safeParse(changed(path, value)).success).toBe(false)
  })
})

test('a day stays a day, and what is no date is named', () => {
  expect(readChanged('available_at', '2026-11-30')).toMatchObject({ sentAt: null, sentOn: '2026-11-30' })
  expect(read(base())).toMatchObject({ sentAt: Date.UTC(2026, 10, 30, 10), sentOn: null, unread: [] })
  expect(readChanged('available_at', null)).toMatchObject({ sentAt: null, sentOn: null, unread: [] })
  expect(readChanged('created_at', 'soon')).toMatchObject({
    createdAt: null,
    createdOn: null,
    unread: ['madeDate'],
  })
})

test('B22: labs come with name, instructions and tests', () => {
  const labs = [
    {
      id: 'l1',
      name: 'Thyroid panel',
      instructions: 'Fast for eight hours',
      requires_fasting: true,
      tests: [{ id: 't1', name: 'TSH' }, 'T4', null, { id: 't2' }],
    },
    { name: 'Iron', tests: null },
    null,
  ]
  const plan = changed('lab_recommendations', labs)
  plan.treatment_plan.recommendations = []
  expect(read(plan)).toMatchObject({
    lines: [],
    labs: [
      {
        labId: 'l1',
        name: 'Thyroid panel',
        instructions: 'Fast for eight hours',
        requiresFasting: true,
        tests: ['TSH', 'T4'],
        unread: ['tests'],
      },
      { labId: '', name: 'Iron', instructions: '', requiresFasting: null, tests: [], unread: [] },
    ],
    unread: ['labs'],
  })
})
