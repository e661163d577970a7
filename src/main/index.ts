/** Yarrow's main process. */
import { composeServices } from './startup/compose-services'
import { startApplication } from './startup/start-application'

startApplication(composeServices)
