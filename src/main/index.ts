/** Yarrow's main process. */
import { composeServices } from './app/compose-services'
import { startApplication } from './app/start-application'

startApplication(composeServices)
