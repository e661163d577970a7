/** GET /api/clinic: how an application learns its clinic_id. */
import type { FastifyInstance } from 'fastify'
import type { World } from '../world'
import { bearer, callerOf } from './bearer'

export function addClinic(app: FastifyInstance, world: World): void {
  app.get('/api/clinic', bearer(world, 'clinic:read'), (request) => {
    const { clinic, token } = callerOf(request)
    return {
      clinic: {
        id: clinic.id,
        name: clinic.name,
        patient_count: world.store.patientsOf(clinic.id).length,
        practitioner_count: world.store.usersOf(clinic.id, 'Practitioner').length,
        discount: clinic.discount,
        dispensary_url: `${request.protocol}://${request.host}/login/${clinic.slug}`,
        integration_id: token.applicationId,
        integration_activated_at: world.clock.iso(token.createdAt),
        margin_type: clinic.marginType,
      },
    }
  })
}
