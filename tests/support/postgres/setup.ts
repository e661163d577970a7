/** Of the project `postgres`: before each file, so that `temporaryDatabase()` answers one on the server. */
import { inject } from 'vitest'
import { elsewhere } from '../../../src/main/records/temporary-database'
import { freshDatabase } from './databases'
import type {} from './global'

elsewhere.make = () => freshDatabase(inject('postgres'))
