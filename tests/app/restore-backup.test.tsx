// Proves that a backup is restored on the first screen of an empty Yarrow, beside records that are open, and where records
// are lost; that what it is is said before anything is done, and where the records of before are kept afterwards.
import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { FailureCode } from '../../src/shared/failures'
import { fill } from './support/fill'
import { done, NEW_PASSWORD, newPractice, renderApp, startApp, type RunningApp } from './support/render-app'

const PASSPHRASE = 'nine purple umbrellas'
const typed = () => screen.findByLabelText('Backup passphrase or recovery code', { selector: 'input' })

/** The practice has a backup; answers with the file. */
async function backedUp({ bridge, computer }: RunningApp): Promise<string> {
  done(await bridge.backups.chooseFolder())
  const proof = { password: NEW_PASSWORD, code: null }
  done(await bridge.backups.setPassphrase({ proof, passphrase: PASSPHRASE }))
  done(await bridge.backups.make())
  const folder = computer.chosen.folder ?? ''
  const [name = ''] = readdirSync(folder)
  return join(folder, name)
}

/** A backup of another computer's. */
async function aBackup(): Promise<string> {
  const app = await startApp({ demo: false })
  await newPractice(app)
  const kept = join(mkdtempSync(join(tmpdir(), 'yarrow-test-')), 'Cedar Hollow.yarrow-backup')
  copyFileSync(await backedUp(app), kept)
  await app.stop()
  return kept
}

const onto = (file: string) => ({
  demo: false,
  computer: ({ chosen }: RunningApp['computer']) => {
    chosen.backup = file
  },
})

it('brings a practice back onto an empty computer, and says what it is before', async () => {
  const { user, app } = await renderApp('/', onto(await aBackup()))
  await user.click(await screen.findByRole('button', { name: /Restore from a backup/ }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  expect(await screen.findByText(/Cedar Hollow\.yarrow-backup/)).toBeTruthy()
  await fill(user, await typed(), 'not this one{Enter}')
  expect(await screen.findByText('That does not open this backup')).toBeTruthy()
  await user.clear(await typed())
  await fill(user, await typed(), `${PASSPHRASE}{Enter}`)
  expect(await screen.findByText('Cedar Hollow')).toBeTruthy()
  expect(screen.getByText(/nothing is replaced/)).toBeTruthy()
  expect(app.inputs('restore.apply')).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Restore these records' }))
  expect(await screen.findByText('Restored from a backup')).toBeTruthy()
  expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy()
  expect(screen.queryByText(/of before are kept here/)).toBeNull()
  done(await app.bridge.people.signIn({ username: 'wren', password: NEW_PASSWORD, code: null }))
})

it('asks for the password beside records that are open, and says where they are kept', async () => {
  const { user, app } = await renderApp('/practice', {
    demo: false,
    before: async (main) => {
      await newPractice(main)
      main.computer.chosen.backup = await backedUp(main)
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Restore a backup' }))
  const dialog = await screen.findByRole('dialog', { name: 'Restore a backup' })
  await user.click(within(dialog).getByRole('button', { name: 'Choose a backup file' }))
  await fill(user, await typed(), `${PASSPHRASE}{Enter}`)
  const password = await screen.findByLabelText('Your password', { selector: 'input' })
  await fill(user, password, 'not my password{Enter}')
  expect(await screen.findByText('That is not your password')).toBeTruthy()
  await user.clear(password)
  await fill(user, password, `${NEW_PASSWORD}{Enter}`)
  expect(await screen.findByText('Restored from a backup')).toBeTruthy()
  const { restored } = done(await app.bridge.setup.state())
  expect(screen.getByText(restored?.keptIn ?? '')).toBeTruthy()
  expect(app.inputs('restore.apply')).toHaveLength(2)
})

it('forgets what was opened when somebody leaves', async () => {
  const { user, app } = await renderApp('/', onto(await aBackup()))
  await user.click(await screen.findByRole('button', { name: /Restore from a backup/ }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  await typed()
  const before = app.count('restore.cancel')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByRole('heading', { name: 'Welcome to Yarrow' })).toBeTruthy()
  expect(app.count('restore.cancel')).toBe(before + 1)
})

/** Records that did not open, for this reason. */
const unopened = (code: FailureCode) => ({
  as: null,
  before: async (app: RunningApp) => {
    const failed = { state: 'failed', keptFile: '/data/kept.db', recoverable: false } as const
    app.insteadAtFirst({ storage: { ...failed, failure: { code } } })
  },
})

it('is not offered where only the keychain is locked', async () => {
  await renderApp('/', unopened('keychain-locked'))
  await screen.findByRole('alert')
  expect(screen.queryByRole('button', { name: 'Restore from a backup' })).toBeNull()
})

it('is offered where the records are lost, which are kept all the same', async () => {
  const file = await aBackup()
  const { user } = await renderApp('/', {
    ...onto(file),
    before: async (app) => {
      // Lost with the keychain's entries, and without a recovery code to go by.
      await unopened('vault-damaged').before(app)
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Restore from a backup' }))
  await user.click(await screen.findByRole('button', { name: 'Choose a backup file' }))
  await fill(user, await typed(), `${PASSPHRASE}{Enter}`)
  expect(await screen.findByText(/that cannot be opened are kept, untouched/)).toBeTruthy()
})
