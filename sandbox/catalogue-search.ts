/** Finding products by words, brand and category; the frame and the REST search share it. */
import type { Brand, Product, Variant } from './store/types'
import type { Store } from './store/store'

export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export type CatalogueQuery = { words: string; brandId: string; categoryId: string }

/** Every word must occur in name, brand, ingredients or categories; the nearest names come first. */
export function searchProducts(store: Store, query: CatalogueQuery): Product[] {
  const words = fold(query.words).split(/\s+/).filter(Boolean)
  const hits = [...store.products.values()].filter((product) => {
    if (query.brandId && product.brandId !== query.brandId) return false
    if (query.categoryId && !product.categoryIds.includes(query.categoryId)) return false
    const text = haystack(store, product)
    return words.every((word) => text.includes(word))
  })
  const first = words[0]
  if (first === undefined) return hits
  return hits.sort((a, b) => Number(fold(b.name).startsWith(first)) - Number(fold(a.name).startsWith(first)))
}

function haystack(store: Store, product: Product): string {
  const categories = product.categoryIds.map((id) => store.categories.get(id)?.name ?? '')
  return fold([product.name, brandOf(store, product).name, ...product.ingredients, ...categories].join(' '))
}

export function brandOf(store: Store, product: Product): Brand {
  const brand = store.brands.get(product.brandId)
  if (!brand) throw new Error('a product without a brand')
  return brand
}

export function productOf(store: Store, variant: Variant): Product {
  const product = store.products.get(variant.productId)
  if (!product) throw new Error('a variant without a product')
  return product
}

export const variantsOf = (store: Store, product: Product): Variant[] =>
  product.variantIds.flatMap((id) => store.variants.get(id) ?? [])

/** `60 capsules` */
export const sizeOf = (variant: Variant): string => `${variant.units} ${variant.unitOfMeasure}`
