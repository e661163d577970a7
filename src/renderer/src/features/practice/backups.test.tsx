// Proves that backups are set up, made and proved from Practice settings, and that their absence is said on every screen.
import { fireEvent, screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { OWNER } from '../../test-support/sample-data'

const PASSPHRASE = 'nine purple umbrellas'
const button = (name: string) => screen.findByRole('button', { name })
/** At once: how it is typed is not what is tested. */
const fill = async (label: string, value: string) => {
  fireEvent.change(await screen.findByLabelText(label, { selector: 'input' }), { target: { value } })
}

it('a folder and a passphrase first, then a backup, which is proved', async () => {
  const { user, fake } = renderApp('/practice')
  expect(await button('Back up now')).toHaveProperty('disabled', true)
  expect(await screen.findByText('Choose a folder first.')).toBeTruthy()
  await user.click(await button('Choose a folder'))
  expect(await screen.findByText('/media/june/Backups')).toBeTruthy()
  await user.click(await button('Choose a passphrase'))
  const dialog = within(await screen.findByRole('dialog'))
  await fill('New backup passphrase', 'too short')
  expect(dialog.getByText('6 more characters needed')).toBeTruthy()
  await fill('New backup passphrase', PASSPHRASE)
  await fill('Same passphrase again', PASSPHRASE)
  await fill('Your password', 'yarrow-demo')
  await user.click(await button('Use this passphrase'))
  await user.click(await button('Back up now'))
  expect((await screen.findAllByText(/4\.8 MB/)).length).toBeGreaterThan(0)
  await user.click(await screen.findByRole('button', { name: /^Prove the backup of/ }))
  await fill('Backup passphrase or recovery code', 'another')
  await user.click(await button('Prove this backup'))
  expect(await screen.findByText('That does not open this backup')).toBeTruthy()
  await fill('Backup passphrase or recovery code', PASSPHRASE)
  await user.click(await button('Prove this backup'))
  expect(
    await screen.findByText(/^This backup is good: everything up to .*all 1,204 rows of 31 tables/),
  ).toBeTruthy()
  expect(fake.count('backups.prove')).toBe(2)
}, 60_000)

it('says how far the one that runs is, that its drive is slow, and ends it', async () => {
  const { user, fake, happen } = renderApp('/practice', {
    backups: { folder: '/media/june/Backups', passphraseSetAt: 1 },
  })
  await button('Back up now')
  const running = { what: 'make', stage: 'writing', done: 30, total: 120, slow: false } as const
  await happen((main) => main.emit('backups.progress', running))
  expect(await screen.findByText(/Writing the backup…/)).toBeTruthy()
  expect(screen.getByText('25 %')).toBeTruthy()
  await happen((main) => main.emit('backups.progress', { ...running, slow: true }))
  expect(await screen.findByText(/The drive takes its time/)).toBeTruthy()
  await user.click(await button('Cancel'))
  expect(fake.count('backups.cancel')).toBe(1)
})

it('what went wrong stays in sight, in its words', async () => {
  renderApp('/practice', {
    backups: {
      ...{ folder: '/media/june/Backups', passphraseSetAt: 1 },
      lastFailed: { at: 1, failure: { code: 'backup-drive-full' } },
    },
  })
  expect(await screen.findByText('The drive for the backups is full.')).toBeTruthy()
})

it('two nights without one are said on every screen of an administrator', async () => {
  renderApp('/patients', { backups: { overdue: true } })
  expect(await screen.findByText(/have not been backed up for more than two days/)).toBeTruthy()
})

it('and to nobody else, who is not even asked about', async () => {
  const { fake } = renderApp('/patients', {
    backups: { overdue: true },
    signedIn: { ...OWNER, role: 'staff', capabilities: ['patients:read'] },
  })
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
  expect(screen.queryByText(/have not been backed up/)).toBeNull()
  expect(fake.count('backups.state')).toBe(0)
})
