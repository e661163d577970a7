/** The catalogue with its search, and the lab tests. */
import { brandOf, sizeOf, variantsOf } from '../../catalogue-search'
import { html, type Markup } from '../../http/html'
import type { FrameSession, Store } from '../../store/store'
import type { LabTest, Product } from '../../store/types'
import { sentence } from './dosage'
import { csrfField } from './shell'

export type CatalogueInput = {
  frame: FrameSession
  store: Store
  words: string
  brandId: string
  categoryId: string
  products: Product[]
}

const SHOWN = 24

export function catalogueView({
  frame,
  store,
  words,
  brandId,
  categoryId,
  products,
}: CatalogueInput): Markup {
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
  const options = (all: Map<string, { id: string; name: string }>, chosen: string) =>
    [...all.values()]
      .sort(byName)
      .map(
        ({ id, name }) =>
          html`<option value="${id}" ${id === chosen ? html`selected` : null}>${name}</option>`,
      )
  return html`<form
      class="filters"
      method="get"
      action="/embed/app"
      role="search"
      data-search
      data-swap="results"
    >
      <div>
        <label for="catalogue-search">Search the catalog</label>
        <input
          id="catalogue-search"
          name="q"
          type="search"
          value="${words}"
          placeholder="Product, ingredient or need"
          autocomplete="off"
          data-testid="catalogue-search"
        />
      </div>
      <div>
        <label for="brand">Brand</label>
        <select id="brand" name="brand" data-testid="brand-filter">
          <option value="">All brands</option>
          ${options(store.brands, brandId)}
        </select>
      </div>
      <div>
        <label for="category">Category</label>
        <select id="category" name="category" data-testid="category-filter">
          <option value="">All categories</option>
          ${options(store.categories, categoryId)}
        </select>
      </div>
    </form>
    <div id="results" data-words="${words}">
      <p class="muted small" role="status" data-testid="result-count">
        ${products.length === 1 ? '1 product' : `${products.length} products`}${
          products.length > SHOWN && `, the first ${SHOWN} shown; search to narrow them down`
        }
      </p>
      ${products.length === 0 && html`<p class="empty">Nothing in the catalog matches that.</p>`}
      <ul class="products">
        ${products.slice(0, SHOWN).map((product) => productCard(frame, store, product))}
      </ul>
    </div>`
}

function productCard(frame: FrameSession, store: Store, product: Product): Markup {
  const variants = variantsOf(store, product)
  return html`<li class="product" data-testid="product" data-product="${product.name}">
    <img src="/images/variants/${variants[0]?.id ?? ''}.svg" alt="" loading="lazy" />
    <div>
      <h3>${product.name}</h3>
      <div class="muted small">${brandOf(store, product).name}</div>
      <div class="small">${sentence(product.dosage)}</div>
    </div>
    <form method="post" action="/embed/app/lines/add" data-swap="plan">
      ${csrfField(frame)}
      <select name="variant_id" aria-label="Size of ${product.name}">
        ${variants.map(
          (variant) =>
            html`<option value="${variant.id}">
              ${sizeOf(variant)} ·
              $${variant.msrp}${variant.availability === 'Backordered' && ' · backordered'}
            </option>`,
        )}
      </select>
      <button id="add-${product.id}" data-testid="add-product" aria-label="Add ${product.name} to the plan">
        Add
      </button>
    </form>
  </li>`
}

export const labsView = (frame: FrameSession, tests: LabTest[]): Markup =>
  html`<ul class="products" data-testid="labs">
    ${tests.map(
      (test) =>
        html`<li class="product" data-testid="lab" data-lab="${test.name}" style="grid-template-columns:1fr">
          <div>
            <h3>${test.name}</h3>
            <div class="muted small">
              ${test.company} · $${test.price}${test.requiresFasting && ' · fasting'}
            </div>
            <div class="small">${test.tests.map(({ name }) => name).join(', ')}</div>
          </div>
          <form method="post" action="/embed/app/labs/add" data-swap="plan">
            ${csrfField(frame)}<input type="hidden" name="lab_id" value="${test.id}" />
            <span class="muted small">${test.instructions}</span>
            <button id="add-${test.id}" data-testid="add-lab" aria-label="Add ${test.name} to the plan">
              Add
            </button>
          </form>
        </li>`,
    )}
  </ul>`
