/** Every migration, in order. Until the first release a new table goes straight into the baseline. */
import type { Migration } from '../migrate'
import { baseline } from './baseline'

export const migrations: readonly Migration[] = [baseline]

export const NEWEST_VERSION = migrations.length
