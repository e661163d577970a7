/**
 * The tables as Kysely sees them (camelCase here, snake_case in SQL). Times are epoch milliseconds, booleans 0 or 1,
 * sealed values BLOBs made by platform/crypto/seal.ts. Tables are STRICT, foreign keys are on.
 */
import type { AccessTables } from './access'
import type { AuditTables } from './audit'
import type { ChartTables } from './chart'
import type { EntryTables } from './entries'
import type { FullscriptTables } from './fullscript'
import type { PeopleTables } from './people'
import type { PracticeTables } from './practice'

export type * from './access'
export type * from './audit'
export type * from './chart'
export type * from './entries'
export type * from './fullscript'
export type * from './people'
export type * from './practice'

export interface Schema
  extends
    PracticeTables,
    PeopleTables,
    FullscriptTables,
    ChartTables,
    EntryTables,
    AccessTables,
    AuditTables {}
