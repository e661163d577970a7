/** The services' program, which index.ts loads when the window is on its way. */
import { composeServices } from './app/compose-services'
import { servicesFrom } from './app/start-services'

export const startServices = servicesFrom(composeServices)
