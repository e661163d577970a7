/** `GET /catalog/variants/{id}`: a plan's lines carry variant ids only, so names come from here. */
import { z } from 'zod'
import { packageSize } from '../../../../shared/dosage'
import { idSchema, textSchema, wholeText } from './answers'
import type { ApiRequest } from './transport'

const variantSchema = z
  .object({
    variant: z.object({
      id: idSchema,
      units: textSchema,
      unit_of_measure: textSchema,
      product: z.object({
        name: z.string().min(1).transform(wholeText),
        brand: z.object({ name: textSchema }).nullish().catch(null),
      }),
    }),
  })
  .transform(({ variant }) => ({
    id: variant.id,
    productName: variant.product.name,
    brandName: variant.product.brand?.name ?? '',
    /** E.g. "60 capsules". */
    packageText: packageSize(variant.units, variant.unit_of_measure),
  }))
export type Variant = z.output<typeof variantSchema>

export const variantRequest = (variantId: string): ApiRequest<Variant> => ({
  method: 'GET',
  path: `/catalog/variants/${encodeURIComponent(variantId)}`,
  schema: variantSchema,
  scopes: ['catalog:read'],
})
