/** Yarrow's main process. */
import { join } from 'node:path'
import { app } from 'electron'
import { loadServices } from './app/load-services'
import { startApplication } from './app/start-application'

startApplication((logger) => loadServices(join(app.getAppPath(), 'out', 'main', 'services.cjs'), logger))
