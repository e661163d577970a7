/** Proves: each storage error means one failure, and everything else is thrown on. */
import { expect, test } from 'vitest'
import { DatabaseDamaged, DatabaseFromFuture, storageFailure, withStorageFailures } from './database-errors'

const coded = (code: string) => Object.assign(new Error('x'), { code })

test.each([
  ['SQLITE_NOTADB', 'vault-damaged'],
  ['SQLITE_CORRUPT', 'vault-damaged'],
  ['SQLITE_CORRUPT_INDEX', 'vault-damaged'],
  ['SQLITE_IOERR_SHORT_READ', 'vault-damaged'],
  ['SQLITE_IOERR_READ', 'disk-error'],
  ['SQLITE_IOERR_WRITE', 'disk-error'],
  ['EIO', 'disk-error'],
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  ['ENOSPC', 'disk-full'],
  ['SQLITE_READONLY_ROLLBACK', 'vault-damaged'],
  ['SQLITE_READONLY_DIRECTORY', 'vault-read-only'],
  ['SQLITE_CANTOPEN', 'vault-read-only'],
  ['EACCES', 'vault-read-only'],
  ['EROFS', 'vault-read-only'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'records-refused'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'records-refused'],
  ['SQLITE_CONSTRAINT_TRIGGER', 'records-refused'],
  ['SQLITE_BUSY', 'vault-busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'vault-busy'],
  ['08006', 'records-stopped'],
  ['57P01', 'records-stopped'],
  ['57P03', 'records-stopped'],
  ['ENGINE_STOPPED', 'records-stopped'],
  ['23000', 'records-refused'],
  ['23505', 'records-refused'],
  ['22P02', 'records-refused'],
  ['40001', 'vault-busy'],
  ['40P01', 'vault-busy'],
  ['55P03', 'vault-busy'],
  ['53300', 'vault-busy'],
  ['53100', 'disk-full'],
  ['58030', 'disk-error'],
  ['25006', 'vault-read-only'],
  ['XX001', 'vault-damaged'],
])('%s means %s', (code, meaning) => {
  expect(storageFailure(coded(code))).toEqual({ code: meaning, detail: code })
})

test('a newer file and damage have failures of their own', () => {
  expect(storageFailure(new DatabaseFromFuture(9, 6))).toEqual({ code: 'vault-newer', detail: 'schema 9' })
  expect(storageFailure(new DatabaseDamaged('sentinel'))).toEqual({
    code: 'vault-damaged',
    detail: 'sentinel',
  })
})

test.each([coded('ENOENT'), new Error('bug'), 'text', null])(
  'what is not about storage is no failure: %s',
  (error) => {
    expect(storageFailure(error)).toBeNull()
  },
)

test('work fails with a value for storage and throws for bugs', async () => {
  const failing = (error: unknown) => withStorageFailures(() => Promise.reject(error))
  expect(await failing(coded('SQLITE_FULL'))).toEqual({
    ok: false,
    failure: { code: 'disk-full', detail: 'SQLITE_FULL' },
  })
  await expect(failing(new Error('bug'))).rejects.toThrow('bug')
})
