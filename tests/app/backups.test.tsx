// Proves that backups are set up, made and proved from Practice settings, and that their absence is said on every screen.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok } from '../../src/shared/failures'
import { done, PASSWORD, renderApp, type RunningApp } from './support/render-app'

const PASSPHRASE = 'nine purple umbrellas'
const button = (name: string) => screen.findByRole('button', { name })
/** At once: how it is typed is not what is tested. */
const fill = async (label: string, value: string) => {
  fireEvent.change(await screen.findByLabelText(label, { selector: 'input' }), { target: { value } })
}

/** Where to and with which passphrase is known. */
const ready = async ({ bridge }: RunningApp) => {
  done(await bridge.backups.chooseFolder())
  const proof = { password: PASSWORD, code: null }
  done(await bridge.backups.setPassphrase({ proof, passphrase: PASSPHRASE }))
}
const overdue = async (app: RunningApp) => {
  app.instead('backups', 'state', ok({ ...done(await app.bridge.backups.state()), overdue: true }))
}

it('a folder and a passphrase first, then a backup, which is proved', async () => {
  const { user, app } = await renderApp('/practice')
  expect(await button('Back up now')).toHaveProperty('disabled', true)
  expect(await screen.findByText('Choose a folder first.')).toBeTruthy()
  await user.click(await button('Choose a folder'))
  expect(await screen.findByText(app.computer.chosen.folder ?? '')).toBeTruthy()
  await user.click(await button('Choose a passphrase'))
  const dialog = within(await screen.findByRole('dialog'))
  await fill('New backup passphrase', 'too short')
  expect(dialog.getByText('6 more characters needed')).toBeTruthy()
  await fill('New backup passphrase', PASSPHRASE)
  await fill('Same passphrase again', PASSPHRASE)
  await fill('Your password', PASSWORD)
  await user.click(await button('Use this passphrase'))
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Back up now' })).toHaveProperty('disabled', false),
  )
  await user.click(await button('Back up now'))
  expect((await screen.findAllByText(/\d\s(KB|MB)/)).length).toBeGreaterThan(0)
  await user.click(await screen.findByRole('button', { name: /^Prove the backup of/ }))
  await fill('Backup passphrase or recovery code', 'another')
  await user.click(await button('Prove this backup'))
  expect(await screen.findByText('That does not open this backup')).toBeTruthy()
  await fill('Backup passphrase or recovery code', PASSPHRASE)
  await user.click(await button('Prove this backup'))
  expect(
    await screen.findByText(/^This backup is good: everything up to .*all [\d,]+ rows of \d+ tables/),
  ).toBeTruthy()
  expect(app.count('backups.prove')).toBe(2)
})

it('says how far the one that runs is, that its drive is slow, and ends it', async () => {
  const { user, app, happen } = await renderApp('/practice', {
    before: ready,
  })
  await button('Back up now')
  const running = { what: 'make', stage: 'writing', done: 30, total: 120, slow: false } as const
  await happen(() => {
    app.tell('backups', 'progress', running)
  })
  expect(await screen.findByText(/Writing the backup…/)).toBeTruthy()
  expect(screen.getByText('25 %')).toBeTruthy()
  await happen(() => {
    app.tell('backups', 'progress', { ...running, slow: true })
  })
  expect(await screen.findByText(/The drive takes its time/)).toBeTruthy()
  await user.click(await button('Cancel'))
  expect(app.count('backups.cancel')).toBe(1)
})

it('what went wrong stays in sight, in its words', async () => {
  await renderApp('/practice', {
    before: async (app) => {
      await ready(app)
      const lastFailed = { at: 1, failure: { code: 'backup-drive-full' as const } }
      app.instead('backups', 'state', ok({ ...done(await app.bridge.backups.state()), lastFailed }))
    },
  })
  expect(await screen.findByText('The drive for the backups is full.')).toBeTruthy()
})

it('two nights without one are said on every screen of an administrator', async () => {
  await renderApp('/patients', { before: overdue })
  expect(await screen.findByText(/have not been backed up for more than two days/)).toBeTruthy()
})

it('and to nobody else, who is not even asked about', async () => {
  const { app } = await renderApp('/patients', {
    before: async (main) => {
      await overdue(main)
      await main.signIn('priya')
    },
  })
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
  expect(screen.queryByText(/have not been backed up/)).toBeNull()
  expect(app.count('backups.state')).toBe(0)
})
