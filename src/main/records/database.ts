/** The open, keyed, migrated database as other rooms see it. */
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema'

export type Database = Kysely<Schema>
/** What a repository function takes when it must take part in somebody's transaction. */
export type DatabaseOrTransaction = Kysely<Schema> | Transaction<Schema>
