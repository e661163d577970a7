// Proves that a lost or lacking connection is seen on every screen and mended from there with one click, that what is
// being typed stays, and that what can wait may be put off until tomorrow (F-309, F-405).
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../../shared/contract/fullscript'
import { renderApp } from '../../test-support/render-app'
import { CONNECTED, FULLSCRIPT_OWNER, NOW, PEOPLE, ROSALIND } from '../../test-support/sample-data'
import { askOf } from './connection-banner'
import { fill } from '../../test-support/fill'

const connected = CONNECTED as Extract<Connection, { state: 'connected' | 'reconnect-needed' }>
const LOST = { ...connected, state: 'reconnect-needed' as const }
const LACKING = { ...connected, missingScopes: ['patients:read'] }
const ADDED = { ...connected, scopesAddedAt: NOW }

describe('what is asked', () => {
  it('nothing while all is well, not connected, or not set up', () => {
    expect(askOf(CONNECTED, NOW)).toBeNull()
    expect(askOf({ state: 'not-connected' }, NOW)).toBeNull()
    expect(askOf({ state: 'not-configured' }, NOW)).toBeNull()
    expect(askOf(undefined, NOW)).toBeNull()
  })
  it('F-405 the permission by what it is for', () => {
    expect(askOf(LACKING, NOW)?.todo).toContain('Read treatment plans into the chart')
  })
  it('what can wait is quiet until its time has passed; a lost connection never is', () => {
    for (const connection of [LACKING, ADDED]) {
      expect(askOf({ ...connection, putOffUntil: NOW + 1 }, NOW)).toBeNull()
      expect(askOf({ ...connection, putOffUntil: NOW }, NOW)).not.toBeNull()
    }
    expect(askOf({ ...LOST, putOffUntil: NOW + 1 }, NOW)).not.toBeNull()
  })
})

const banner = () => screen.findByRole('region', { name: 'Fullscript connection' })
const noBanner = () =>
  waitFor(() => {
    expect(screen.queryByRole('region', { name: 'Fullscript connection' })).toBeNull()
  })

it.each(['/patients', `/patients/${ROSALIND.id}`, '/fullscript/test', '/about'])(
  'F-309 stands on %s',
  async (path) => {
    renderApp(path, { connection: LOST, patients: [ROSALIND] })
    expect((await banner()).textContent).toContain('Fullscript has ended your connection')
  },
)

it('F-309 one click, the browser, one confirmation; the half-typed text stays and the banner goes', async () => {
  const { user, fake, happen } = renderApp(`/patients/${ROSALIND.id}`, {
    connection: LOST,
    patients: [ROSALIND],
  })
  const city = await screen.findByLabelText('City')
  await user.clear(city)
  await fill(user, city, 'Astor')
  await user.click(within(await banner()).getByRole('button', { name: 'Connect again' }))
  expect(fake.inputs('fullscript.connect')).toEqual([{ wayBack: null }])
  const dialog = within(await screen.findByRole('dialog', { name: 'Connect Fullscript again' }))
  expect(await dialog.findByText('Finish in your browser')).toBeTruthy()
  await happen(() => {
    fake.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: FULLSCRIPT_OWNER })
  })
  await user.click(await dialog.findByRole('button', { name: 'Yes, this is me' }))
  await noBanner()
  expect(screen.getByLabelText<HTMLInputElement>('City').value).toBe('Astor')
})

it.each([
  [11 * 60_000, 'This computer’s clock is 11 minutes slow'],
  [-86_400_000, 'This computer’s clock is 24 hours fast'],
])('F-309 a clock that is wrong by %i ms is said on every screen', async (clockSkew, said) => {
  renderApp('/about', { clockSkew })
  expect((await screen.findByRole('region', { name: 'Clock' })).textContent).toContain(said)
})

describe('a clinic’s connection', () => {
  const owner = { ...FULLSCRIPT_OWNER, clinicName: 'Meadow & Stone' }
  const CLINIC_LOST = { ...LOST, owner, through: 'clinic' as const }

  it('F-309 is called the clinic’s, and mended by whoever may connect the clinic', async () => {
    const { user, fake } = renderApp('/about', { connection: CLINIC_LOST })
    const shown = await banner()
    expect(shown.textContent).toContain('Fullscript has ended the connection of Meadow & Stone.')
    expect(shown.textContent).not.toMatch(/your connection/i)
    await user.click(within(shown).getByRole('button', { name: 'Connect the clinic again' }))
    expect(fake.inputs('fullscript.connect')).toEqual([{ wayBack: null }])
  })

  it('F-309 whoever may not is told whom to ask, and has no button', async () => {
    renderApp('/about', { connection: CLINIC_LOST, signedIn: PEOPLE[2] ?? null })
    const shown = await banner()
    expect(shown.textContent).toContain('Ask an administrator of your practice')
    expect(within(shown).queryByRole('button')).toBeNull()
  })

  it.each([
    ['whoever may connect the clinic', PEOPLE[0], 1],
    ['nobody else', PEOPLE[2], 0],
  ])('F-405 a refusal anywhere offers to connect again to %s', async (_who, signedIn, buttons) => {
    const { user } = renderApp('/fullscript/test', {
      connection: { ...LACKING, missingScopes: [], owner, through: 'clinic' },
      signedIn: signedIn ?? null,
      fail: { 'fullscript.testStep': { code: 'fullscript-reconnect-needed' } },
    })
    await user.click(await screen.findByRole('button', { name: 'Run the test' }))
    const notice = within(await screen.findByRole('alert'))
    expect(notice.queryAllByRole('button', { name: 'Connect again' })).toHaveLength(buttons)
    expect(notice.queryAllByText(/^Ask an administrator of your practice/)).toHaveLength(1 - buttons)
  })

  it('what it lacks is told to whoever can mend it, by the clinic’s name, and cannot be put off', () => {
    const lacking = { ...LACKING, owner, through: 'clinic' as const, putOffUntil: NOW + 1 }
    expect(askOf(lacking, NOW)).toMatchObject({
      happened: 'The Fullscript connection of Meadow & Stone lacks a permission',
      canWait: false,
    })
    expect(askOf({ ...lacking, missingScopes: [], scopesAddedAt: NOW }, NOW)?.todo).toContain(
      'Connect Meadow & Stone again',
    )
    expect(askOf(lacking, NOW, false)).toBeNull()
    const unnamed = { ...CLINIC_LOST, owner: { ...owner, clinicName: '' } }
    expect(askOf(unnamed, NOW)?.happened).toContain('of your clinic')
  })
})

it('closing the dialog ends the attempt, and the banner stays', async () => {
  const { user, fake } = renderApp('/about', { connection: LOST })
  await user.click(within(await banner()).getByRole('button', { name: 'Connect again' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Connect Fullscript again' }))
  await dialog.findByText('Finish in your browser')
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  await waitFor(() => {
    expect(fake.count('fullscript.cancelConnect')).toBe(1)
  })
  await banner()
})

it('added scopes may wait until tomorrow', async () => {
  const { user, fake } = renderApp('/patients', { connection: ADDED })
  expect((await banner()).textContent).toContain('may do more with Fullscript now')
  await user.click(within(await banner()).getByRole('button', { name: 'Ask me tomorrow' }))
  await noBanner()
  expect(fake.count('fullscript.putOff')).toBe(1)
})

it('F-405 a refusal for want of a permission names it and is mended from where it stands', async () => {
  const { user, fake } = renderApp('/fullscript/test', {
    fail: { 'fullscript.testStep': { code: 'fullscript-missing-scope', detail: 'catalog' } },
  })
  await user.click(await screen.findByRole('button', { name: 'Run the test' }))
  const notice = within(await screen.findByRole('alert'))
  expect(notice.getByText(/“Show product and brand names in the chart” \(catalog:read\)/)).toBeTruthy()
  await user.click(notice.getByRole('button', { name: 'Connect again' }))
  expect(fake.count('fullscript.connect')).toBe(1)
})
