import type { DatabaseOrTransaction } from './database'

/**
 * Runs `work` in one transaction: the caller's when it already has one, else a new one. The connection is a single
 * one, so inside `work` every query must go through `transaction`; a query on the database itself would wait for ever.
 */
export const inTransaction = <T>(
  database: DatabaseOrTransaction,
  work: (transaction: DatabaseOrTransaction) => Promise<T>,
): Promise<T> => (database.isTransaction ? work(database) : database.transaction().execute(work))
