/** `GET /catalog/variants/{id}`: a plan's lines carry variant ids only, so names come from here. */
import { z } from 'zod'
import type { ApiRequest } from './transport'

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => (value ?? '').slice(0, 500))

const variantSchema = z
  .object({
    variant: z.object({
      id: z.union([z.string().min(1).max(200), z.number().int().transform(String)]),
      units: text,
      unit_of_measure: text,
      product: z.object({
        name: z.string().min(1).max(500),
        brand: z.object({ name: text }).nullish(),
      }),
    }),
  })
  .transform(({ variant }) => ({
    id: variant.id,
    productName: variant.product.name,
    brandName: variant.product.brand?.name ?? '',
    /** E.g. "60 capsules". */
    packageText: `${variant.units} ${variant.unit_of_measure}`.trim(),
  }))
export type Variant = z.output<typeof variantSchema>

export const variantRequest = (variantId: string): ApiRequest<Variant> => ({
  method: 'GET',
  path: `/catalog/variants/${encodeURIComponent(variantId)}`,
  schema: variantSchema,
  scopes: ['catalog:read'],
})
