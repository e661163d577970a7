/** What happened before the first moment: plans made in the Fullscript app, and orders. */
import { stableId } from '../ids'
import type { Store } from '../store/store'
import type { Recommendation, TreatmentPlan } from '../store/types'
import { HARBOR, MEADOWLARK, userId } from './clinics'
import { patientId } from './patients'

const DAY = 86_400_000

/** clinic | patient | prescriber | days ago | state | products | days ago of each order | labs */
const LINES = `
M|Maya Lindqvist|june|210|active|Magnesium Glycinate 120;Vitamin D3 5,000 IU;Clear Sea Omega 1000|205,110,20
M|Maya Lindqvist|june|380|cancelled|Quiet Night|
M|Aaliyah Washington|tomas|95|active|Women's Whole Multi;Gentle Iron Bisglycinate|90
M|Imani Washington|tomas|60|active|Little Sprouts Chewable Multi;Children's Flora Powder|55
M|Dwayne Jackson|june|150|active|Berberine 500;CoQ10 100 Ubiquinol|
M|Hana Takahashi|june|30|active|Digest Complete Enzymes;Broad Flora 50|28
M|Jasper Quillfeather|tomas|12|draft|Curcumin Phytosome|
M|Kenji Takahashi|june|8|active|||Thyroid Complete;Iron Status
M|Rosalind Featherbed|tomas|6|active|Vitamin D3 5,000 IU||Vitamin D, 25-Hydroxy
H|Beatrix Stonebridge|ines|140|active|Active B Complex;Ashwagandha Root Extract|132,70
H|Cormac Whitfield|ines|45|active|Red Yeast & CoQ10|40
`

export function addHistory(store: Store, now: number): void {
  LINES.trim()
    .split('\n')
    .forEach((line, index) => {
      const [clinic, patient = '', prescriber = '', ago = '', state, products = '', orders = '', labs = ''] =
        line.split('|')
      const clinicId = clinic === 'M' ? MEADOWLARK : HARBOR
      const createdAt = now - Number(ago) * DAY
      const recommendations = products
        .split(';')
        .filter(Boolean)
        .map((name) => recommend(store, name))
      const plan: TreatmentPlan = {
        id: stableId(`plan-${index}`),
        clinicId,
        patientId: patientId(clinicId, patient),
        practitionerId: userId(prescriber),
        state: state as TreatmentPlan['state'],
        source: 'app',
        availableAt: state === 'draft' ? null : createdAt,
        createdAt,
        updatedAt: createdAt,
        personalMessage: 'Start slowly and write to me if anything does not agree with you.',
        recommendations: state === 'cancelled' ? [] : recommendations,
        labTestIds: labs
          .split(';')
          .filter(Boolean)
          .map((name) => labOf(store, name)),
        resourceIds: [],
        metadataId: null,
      }
      store.plans.set(plan.id, plan)
      for (const days of orders.split(',').filter(Boolean)) addOrder(store, plan, now - Number(days) * DAY)
    })
}

function labOf(store: Store, name: string): string {
  const test = [...store.labTests.values()].find((candidate) => candidate.name === name)
  if (!test) throw new Error(`no lab ${name}`)
  return test.id
}

/** One line for the product of this name, as its label says. */
export function recommend(store: Store, name: string): Recommendation {
  const product = [...store.products.values()].find((candidate) => candidate.name === name)
  const variantId = product?.variantIds[0]
  if (!product || variantId === undefined) throw new Error(`no product ${name}`)
  return { variantId, refill: true, unitsToPurchase: 1, takeWith: null, dosage: { ...product.dosage } }
}

function addOrder(store: Store, plan: TreatmentPlan, completedAt: number): void {
  const id = stableId(`order-${plan.id}-${completedAt - plan.createdAt}`)
  store.orders.set(id, {
    id,
    clinicId: plan.clinicId,
    orderNumber: `R${String(410_000_000 + store.orders.size * 7919)}`,
    completedAt,
    patientId: plan.patientId,
    treatmentPlanIds: [plan.id],
    lines: plan.recommendations.map(({ variantId }) => ({ variantId, quantity: 1, labTestId: null })),
  })
}
