/** Turns the catalogue's lines into brands, categories, products, variants and lab tests. */
import { sha256, stableId } from '../ids'
import type { Store } from '../store/store'
import type { Variant } from '../store/types'
import { BRAND_LINES, LAB_LINES, PRODUCT_LINES } from './catalogue-lines'

const rows = (lines: string): string[][] =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))

const list = (cell: string | undefined): string[] => (cell ? cell.split(',').map((part) => part.trim()) : [])

export function addCatalogue(store: Store): void {
  for (const [name = '', prefix = '', colour = ''] of rows(BRAND_LINES)) {
    const id = stableId(`brand-${prefix}`)
    store.brands.set(id, { id, name, prefix, colour })
  }
  rows(PRODUCT_LINES).forEach((row, index) => addProduct(store, row, index))
  for (const [name = '', company = '', price = '', fasting, measured, instructions = ''] of rows(LAB_LINES)) {
    const id = stableId(`lab-${name}`)
    const tests = list(measured).map((test) => ({ id: stableId(`lab-${name}-${test}`), name: test }))
    const requiresFasting = fasting === 'yes'
    store.labTests.set(id, { id, name, company, price, instructions, requiresFasting, tests })
  }
}

function addProduct(store: Store, row: string[], index: number): void {
  const [name = '', prefix = '', categories, format = '', unit = '', sizes] = row
  const [amount = '', frequency = '', duration = '', times, ingredients, note = ''] = row.slice(6)
  const id = stableId(`product-${name}`)
  const variants = list(sizes).map((size, place): Variant => {
    const [units = '', msrp = ''] = size.split('@')
    return {
      id: stableId(`variant-${name}-${units}`),
      productId: id,
      sku: `${prefix}-${String(index + 101)}-${units}`,
      primary: place === 0,
      units: Number(units),
      unitOfMeasure: unit,
      upc: digits(`upc-${name}-${units}`, 12),
      msrp,
      availability: name === 'Arnica Gel' ? 'Backordered' : 'In Stock',
      status: 'active',
    }
  })
  for (const variant of variants) store.variants.set(variant.id, variant)
  const ingredientNames = list(ingredients)
  store.products.set(id, {
    id,
    name,
    brandId: stableId(`brand-${prefix}`),
    categoryIds: list(categories).map((category) => categoryId(store, category)),
    descriptionHtml: `<p>${name.replace(/&/g, '&amp;')}: ${ingredientNames.join(', ').toLowerCase()}.</p>`,
    supplementType: format,
    ingredients: ingredientNames,
    certifications: index % 3 === 0 ? ['Third-party tested'] : [],
    allergensFree: index % 2 === 0 ? ['Gluten', 'Soy'] : ['Gluten'],
    variantIds: variants.map((variant) => variant.id),
    dosage: { amount, frequency, duration, format, additionalInfo: note || null, timeOfDay: list(times) },
  })
}

function categoryId(store: Store, name: string): string {
  const id = stableId(`category-${name}`)
  store.categories.set(id, { id, name })
  return id
}

/** Digits that are the same for the same name on every start. */
const digits = (name: string, count: number): string =>
  sha256(name)
    .replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10))
    .slice(0, count)
