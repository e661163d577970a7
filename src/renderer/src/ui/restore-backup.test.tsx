// Proves that a backup is restored on the first screen of an empty Yarrow, beside records that are open, and where records
// are lost; that what it is is said before anything is done, and where the records of before are kept afterwards.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../test-support/render-app'
import { BACKUP_PASSPHRASE } from '../test-support/fake-bridge/restore'
import { INFO } from '../test-support/sample-data'
import { fill } from '../test-support/fill'

const typed = () => screen.findByLabelText('Backup passphrase or recovery code', { selector: 'input' })

it('brings a practice back onto an empty computer, and says what it is before', async () => {
  const { user, fake } = renderApp('/', { fresh: true, signedIn: null })
  await user.click(await screen.findByRole('button', { name: /Restore from a backup/ }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  expect(await screen.findByText(/Practice 2026-11-30 0015\.yarrow-backup/)).toBeTruthy()
  await fill(user, await typed(), 'not this one{Enter}')
  expect(await screen.findByText('That does not open this backup')).toBeTruthy()
  await user.clear(await typed())
  await fill(user, await typed(), `${BACKUP_PASSPHRASE}{Enter}`)
  expect(await screen.findByText('1,204')).toBeTruthy()
  expect(screen.getByText(/nothing is replaced/)).toBeTruthy()
  expect(fake.inputs('restore.apply')).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Restore these records' }))
  expect(await screen.findByText('Restored from a backup')).toBeTruthy()
  expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy()
  expect(screen.queryByText(/of before are kept here/)).toBeNull()
  expect(fake.inputs('restore.apply')).toEqual([{ proof: null, passphrase: null }])
})

it('asks for the password beside records that are open, and says where they are kept', async () => {
  const { user, fake } = renderApp('/practice')
  await user.click(await screen.findByRole('button', { name: 'Restore a backup' }))
  const dialog = await screen.findByRole('dialog', { name: 'Restore a backup' })
  await user.click(within(dialog).getByRole('button', { name: 'Choose a backup file' }))
  await fill(user, await typed(), `${BACKUP_PASSPHRASE}{Enter}`)
  const password = await screen.findByLabelText('Your password', { selector: 'input' })
  await fill(user, password, 'not my password{Enter}')
  expect(await screen.findByText('That is not your password')).toBeTruthy()
  await user.clear(password)
  await fill(user, password, `${INFO.demoPassword ?? ''}{Enter}`)
  expect(await screen.findByText('/data/records kept 2026-12-01 0915')).toBeTruthy()
  expect(fake.inputs('restore.apply')).toHaveLength(2)
})

it('forgets what was opened when somebody leaves', async () => {
  const { user, fake } = renderApp('/', { fresh: true, signedIn: null })
  await user.click(await screen.findByRole('button', { name: /Restore from a backup/ }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  await typed()
  const before = fake.inputs('restore.cancel').length
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByRole('heading', { name: 'Welcome to Yarrow' })).toBeTruthy()
  expect(fake.inputs('restore.cancel')).toHaveLength(before + 1)
})

const failed = { state: 'failed', keptFile: '/data/kept.db', recoverable: false } as const

it('is not offered where only the keychain is locked', async () => {
  renderApp('/', { storage: { ...failed, failure: { code: 'keychain-locked' } } })
  await screen.findByRole('alert')
  expect(screen.queryByRole('button', { name: 'Restore from a backup' })).toBeNull()
})

it('is offered where the records are lost, which are kept all the same', async () => {
  const { user } = renderApp('/', { storage: { ...failed, failure: { code: 'vault-damaged' } } })
  await user.click(await screen.findByRole('button', { name: 'Restore from a backup' }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  await fill(user, await typed(), `${BACKUP_PASSPHRASE}{Enter}`)
  expect(await screen.findByText(/that cannot be opened are kept, untouched/)).toBeTruthy()
})
