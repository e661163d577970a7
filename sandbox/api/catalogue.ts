/** Catalogue: products, variants, brands, and the lists around them. */
import type { FastifyInstance } from 'fastify'
import { searchProducts } from '../catalogue-search'
import { stableId } from '../ids'
import type { Product } from '../store/types'
import type { World } from '../world'
import { notFound, restricted } from './answers'
import { bearer } from './bearer'
import { originOf, paginate, queryOf } from './pagination'
import { categoryShape, productShape, productShort, variantShape } from './shapes'

type ById = { Params: { id: string } }

export function addCatalogueApi(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'catalog:read')

  app.get<ById>('/api/catalog/products/:id', read, (request, reply) => {
    const product = world.store.products.get(request.params.id)
    return product
      ? reply.send({ product: productShape(world, product, originOf(request)) })
      : notFound(reply)
  })

  for (const path of [
    '/api/catalog/products',
    '/api/catalog/search/products',
    '/api/catalog/products/:id/similar',
  ]) {
    app.get(path, read, (request, reply) => {
      if (!world.settings.restrictedAccess) return restricted(reply)
      const products = searchProducts(world.store, {
        words: queryOf(request)['query'] ?? '',
        brandId: '',
        categoryId: '',
      })
      return reply.send(
        paginate(request, 'products', products, (product) => productShort(world, product, originOf(request))),
      )
    })
  }

  app.get<ById>('/api/catalog/variants/:id', read, (request, reply) => {
    const variant = world.store.variants.get(request.params.id)
    return variant
      ? reply.send({ variant: variantShape(world, variant, originOf(request)) })
      : notFound(reply)
  })

  app.get('/api/catalog/brands', read, (request) =>
    paginate(request, 'brands', [...world.store.brands.values()], brandShape),
  )
  app.get<ById>('/api/catalog/brands/:id', read, (request, reply) => {
    const brand = world.store.brands.get(request.params.id)
    return brand ? reply.send({ brand: brandShape(brand) }) : notFound(reply)
  })

  /** Lists of names; each name also has an address of its own. */
  const named = (path: string, one: string, names: (product: Product) => string[]) => {
    const rows = () =>
      [...new Set([...world.store.products.values()].flatMap(names))]
        .sort()
        .map((name) => ({ id: stableId(`${path}-${name}`), name }))
    app.get(`/api/catalog/${path}`, read, (request) => paginate(request, path, rows(), (row) => row))
    app.get<ById>(`/api/catalog/${path}/:id`, read, (request, reply) => {
      const found = rows().find(({ id }) => id === request.params.id)
      return found ? reply.send({ [one]: found }) : notFound(reply)
    })
  }
  named('ingredients', 'ingredient', (product) => product.ingredients)
  named('allergens', 'allergen', (product) => product.allergensFree)
  named('supplement_types', 'supplement_type', (product) => [product.supplementType])
  named('third_party_certifications', 'third_party_certification', (product) => product.certifications)

  app.get('/api/clinic/categories', read, (request) =>
    paginate(request, 'categories', [...world.store.categories.values()], (category) =>
      categoryShape(world, category),
    ),
  )
  app.get<ById>('/api/clinic/categories/:id', read, (request, reply) => {
    const category = world.store.categories.get(request.params.id)
    return category ? reply.send({ category: categoryShape(world, category) }) : notFound(reply)
  })
  app.get<ById>('/api/clinic/categories/:id/products', read, (request, reply) => {
    const { id } = request.params
    if (!world.store.categories.has(id)) return notFound(reply)
    const found = searchProducts(world.store, { words: '', brandId: '', categoryId: id })
    return reply.send(
      paginate(request, 'products', found, (product) => productShort(world, product, originOf(request))),
    )
  })
}

const brandShape = ({ id, name, prefix }: { id: string; name: string; prefix: string }) => ({
  id,
  name,
  prefix,
  status: 'available',
})
