/** Records in the words of the REST API (fullscript.md 4). */
import { brandOf, productOf, variantsOf } from '../catalogue-search'
import type {
  Category,
  LabOrder,
  LabTest,
  Order,
  Patient,
  Product,
  Protocol,
  Resource,
  TreatmentPlan,
  User,
  Variant,
} from '../store/types'
import type { World } from '../world'

export const patientShort = (patient: Patient) => ({
  id: patient.id,
  first_name: patient.firstName,
  last_name: patient.lastName,
  email: patient.email,
  archived: patient.archived,
})

export function patientFull(world: World, patient: Patient) {
  const clinic = world.store.clinics.get(patient.clinicId)
  return {
    ...patientShort(patient),
    date_of_birth: patient.dateOfBirth,
    gender: patient.gender,
    discount: patient.discount,
    total_discount: Math.max(patient.discount, clinic?.discount ?? 0),
    mobile_number: patient.mobileNumber,
    text_message_notification: patient.textMessageNotification,
    metadata: { id: patient.metadataId },
    is_dependent: patient.guardianId !== null,
    guardian_patient_id: patient.guardianId,
  }
}

/** The same as the dynamic links write it: numbers for yes and no, and nothing of the caller's own. */
export function patientOfLink(world: World, patient: Patient) {
  const { metadata: _ours, ...full } = patientFull(world, patient)
  return {
    ...full,
    mobile_number: patient.mobileNumber ?? '',
    text_message_notification: patient.textMessageNotification ? 1 : 0,
  }
}

export const staffShape = (user: User) => ({
  id: user.id,
  first_name: user.firstName,
  last_name: user.lastName,
  email: user.email,
  metadata: { id: user.metadataId },
})

export const practitionerShape = (user: User) => ({
  id: user.id,
  first_name: user.firstName,
  last_name: user.lastName,
  email: user.email,
  practitioner_type_id: user.practitionerTypeId,
  invite_accepted: user.inviteAccepted,
  metadata: { id: user.metadataId },
})

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A plan says the day on which it was sent, and no time. */
const dayOrNull = (at: number | null): string | null => isoOrNull(at)?.slice(0, 10) ?? null

export const planShort = (plan: TreatmentPlan) => ({
  id: plan.id,
  state: plan.state,
  patient: { id: plan.patientId },
  practitioner: { id: plan.practitionerId },
  available_at: dayOrNull(plan.availableAt),
  created_at: isoOrNull(plan.createdAt),
  updated_at: isoOrNull(plan.updatedAt),
})

/** Lines carry variant ids only, no names. A cancelled plan has none. */
export function planFull(world: World, plan: TreatmentPlan, origin: string) {
  const clinic = world.store.clinics.get(plan.clinicId)
  return {
    ...planShort(plan),
    invitation_url: `${origin}/welcome/${clinic?.slug ?? ''}/${plan.id.slice(0, 8)}`,
    personal_message: plan.personalMessage,
    recommendations: plan.recommendations.map((line) => ({
      variant_id: line.variantId,
      refill: line.refill,
      units_to_purchase: world.settings.unitsAsText ? String(line.unitsToPurchase) : line.unitsToPurchase,
      take_with: line.takeWith,
      dosage: {
        amount: line.dosage.amount,
        frequency: line.dosage.frequency,
        duration: line.dosage.duration,
        format: line.dosage.format,
        additional_info: line.dosage.additionalInfo,
        time_of_day: line.dosage.timeOfDay,
      },
    })),
    metadata: { id: plan.metadataId },
    resources: plan.resourceIds.flatMap((id) => {
      const resource = world.store.resources.get(id)
      return resource ? resourceShape(resource, origin) : []
    }),
    lab_recommendations: labTestsOf(world, plan.labTestIds).map((test) => ({
      id: test.id,
      name: test.name,
      instructions: test.instructions,
      requires_fasting: test.requiresFasting,
      tests: test.tests,
    })),
  }
}

export const labTestsOf = (world: World, ids: string[]): LabTest[] =>
  ids.flatMap((id) => world.store.labTests.get(id) ?? [])

export function variantShape(world: World, variant: Variant, origin: string) {
  const product = productOf(world.store, variant)
  const image = `${origin}/images/variants/${variant.id}.svg`
  return {
    id: variant.id,
    sku: variant.sku,
    primary: variant.primary,
    units: variant.units,
    unit_of_measure: variant.unitOfMeasure,
    availability: variant.availability,
    status: variant.status,
    upc: variant.upc,
    msrp: variant.msrp,
    supplier_sku: variant.sku,
    image_url_small: `${image}?size=small`,
    image_url_medium: `${image}?size=medium`,
    image_url_large: `${image}?size=large`,
    product: { id: product.id, name: product.name, brand: brandShape(world, product) },
  }
}

function variantOfProduct(world: World, variant: Variant, origin: string) {
  const { product: _product, ...rest } = variantShape(world, variant, origin)
  return rest
}

function brandShape(world: World, product: Product) {
  const { id, name, prefix } = brandOf(world.store, product)
  return { id, name, prefix }
}

export const productShape = (world: World, product: Product, origin: string) => ({
  id: product.id,
  name: product.name,
  description_html: product.descriptionHtml,
  brand: brandShape(world, product),
  variants: variantsOf(world.store, product).map((variant) => variantOfProduct(world, variant, origin)),
  dosage: {
    recommended_amount: product.dosage.amount,
    recommended_frequency: product.dosage.frequency,
    recommended_duration: product.dosage.duration,
    format: product.dosage.format,
    additional_info: product.dosage.additionalInfo,
  },
  custom_dosage: null,
})

/** A row of a list of products; the whole product is under its own address. */
export function productShort(world: World, product: Product, origin: string) {
  const variants = variantsOf(world.store, product)
  const primary = variants.find((variant) => variant.primary) ?? variants[0]
  return {
    id: product.id,
    name: product.name,
    brand: brandShape(world, product),
    primary_variant: primary ? variantOfProduct(world, primary, origin) : null,
    variant_count: variants.length,
    status: variants.some((variant) => variant.status === 'active') ? 'available' : 'unavailable',
  }
}

export const categoryShape = (world: World, category: Category) => ({
  id: category.id,
  name: category.name,
  product_count: [...world.store.products.values()].filter(({ categoryIds }) =>
    categoryIds.includes(category.id),
  ).length,
})

/** `reader`: the practitioner who asks, null for one that Fullscript made. */
export const protocolShort = (protocol: Protocol, reader: string | null) => ({
  ...templateShort(protocol),
  ...(reader === null ? {} : { ownership_type: protocol.practitionerId === reader ? 'owned' : 'shared' }),
})

export const templateShort = (protocol: Protocol) => ({
  id: protocol.id,
  name: protocol.name,
  current_state: protocol.state,
})

/** Lines of protocols and templates have names of their own. */
export const protocolFull = (protocol: Protocol) => ({
  ...templateShort(protocol),
  practitioner: { id: protocol.practitionerId },
  personal_message: protocol.personalMessage,
  recommendations: protocol.recommendations.map(({ variantId, refill, unitsToPurchase, dosage }) => ({
    variant_id: variantId,
    refill,
    dosage_amount: dosage.amount,
    dosage_frequency: dosage.frequency,
    dosage_duration: dosage.duration,
    dosage_permutations: dosage.additionalInfo,
    dosage_format: dosage.format,
    quantity_recommended: unitsToPurchase,
  })),
})

export const resourceShape = (resource: Resource, origin: string) => ({
  id: resource.id,
  name: resource.name,
  type: resource.type,
  category: resource.category,
  url: `${origin}/resources/${resource.id}`,
})

const orderFacts = (order: Order) => ({
  id: order.id,
  order_number: order.orderNumber,
  completed_at: isoOrNull(order.completedAt),
  treatment_plan_ids: order.treatmentPlanIds,
})

/** A row of a patient's own orders, which does not say whose it is. */
export const orderOfPatient = (order: Order) => ({
  ...orderFacts(order),
  variant_ids: order.lines.filter((line) => line.labTestId === null).map((line) => line.variantId),
})

export const orderShort = (order: Order) => ({ ...orderOfPatient(order), patient_id: order.patientId })

/** What was bought is in the lines alone. */
export function orderFull(world: World, order: Order) {
  const cents = order.lines.reduce((sum, line) => {
    const price = line.labTestId
      ? world.store.labTests.get(line.labTestId)?.price
      : world.store.variants.get(line.variantId)?.msrp
    return sum + Math.round(Number(price ?? '0') * 100) * line.quantity
  }, 0)
  const discount = world.store.clinics.get(order.clinicId)?.discount ?? 0
  const dollars = (amount: number) => (amount / 100).toFixed(2)
  return {
    ...orderFacts(order),
    patient_id: order.patientId,
    item_total: dollars(Math.round((cents * (100 - discount)) / 100)),
    msrp_total: dollars(cents),
    payment_total: dollars(Math.round((cents * (100 - discount)) / 100)),
    line_items: order.lines.map((line) =>
      line.labTestId
        ? { variant_id: line.variantId, quantity: line.quantity, type: 'lab', lab_type: 'test' }
        : { variant_id: line.variantId, quantity: line.quantity },
    ),
  }
}

export function labOrderShape(world: World, order: LabOrder, origin: string) {
  const ready = [
    'partial_results',
    'results_ready',
    'results_amended',
    'interpretation_ready',
    'interpretation_shared',
  ]
  const results = ready.includes(order.state)
    ? labTestsOf(world, order.labTestIds).map((test) => ({
        id: test.id,
        name: test.name,
        state: order.state,
        pdf_url: `${origin}/labs/results/${order.id}.pdf`,
      }))
    : []
  return {
    id: order.id,
    state: order.state,
    treatment_plan_id: order.treatmentPlanId,
    patient_id: order.patientId,
    practitioner_id: order.practitionerId,
    updated_at: isoOrNull(order.updatedAt),
    tests: labTestsOf(world, order.labTestIds).map(({ id, name }) => ({ id, name })),
    results,
  }
}
