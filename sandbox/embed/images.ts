/** Pictures of products: a bottle in the brand's colour, drawn here. */
import type { FastifyInstance } from 'fastify'
import { brandOf, productOf, sizeOf } from '../catalogue-search'
import { html } from '../http/html'
import type { World } from '../world'

export function addImages(app: FastifyInstance, world: World): void {
  app.get<{ Params: { name: string } }>('/images/variants/:name', (request, reply) => {
    const variant = world.store.variants.get(request.params.name.replace(/\.svg$/, ''))
    if (!variant) return reply.code(404).send({ status: 404, error: 'Not Found' })
    const product = productOf(world.store, variant)
    const brand = brandOf(world.store, product)
    const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 72" width="112" height="144">
      <rect x="16" y="2" width="24" height="12" rx="3" fill="#2E3A47" />
      <path d="M12 20q0-6 8-7h16q8 1 8 7v44q0 6-6 6H18q-6 0-6-6z" fill="#f7f4ec" stroke="#c9c9bd" />
      <rect x="12" y="26" width="32" height="32" fill="${brand.colour}" />
      <text
        x="28"
        y="40"
        font-family="sans-serif"
        font-size="8"
        font-weight="700"
        fill="#fff"
        text-anchor="middle"
      >
        ${brand.prefix}
      </text>
      <text x="28" y="51" font-family="sans-serif" font-size="5" fill="#fff" text-anchor="middle">
        ${sizeOf(variant)}
      </text>
    </svg>`
    return reply.type('image/svg+xml').header('cache-control', 'max-age=3600').send(picture.text.trim())
  })
}
