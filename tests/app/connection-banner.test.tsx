// Proves that a lost or lacking connection is seen on every screen and mended from there with one click, that what is
// being typed stays, and that what can wait may be put off until tomorrow (F-309, F-405).
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { askOf } from '../../src/renderer/src/features/connect/connection-banner'
import type { Connection } from '../../src/shared/contract/fullscript'
import { ok, type Failure } from '../../src/shared/failures'
import { CONNECTED, connectionIs, FULLSCRIPT_OWNER, NOW, waiting } from './support/connections'
import { fill } from './support/fill'
import { patientNamed, renderApp, type Beginning } from './support/render-app'

const LOST = { ...CONNECTED, state: 'reconnect-needed' as const }
const LACKING = { ...CONNECTED, missingScopes: ['patients:read'] }
const ADDED = { ...CONNECTED, scopesAddedAt: NOW }

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
      expect(askOf({ ...connection, snoozedUntil: NOW + 1 }, NOW)).toBeNull()
      expect(askOf({ ...connection, snoozedUntil: NOW }, NOW)).not.toBeNull()
    }
    expect(askOf({ ...LOST, snoozedUntil: NOW + 1 }, NOW)).not.toBeNull()
  })
})

/** A screen over this connection; an attempt to connect waits in the browser. */
const over = (path: string, connection: Connection, beginning: Beginning = {}) =>
  renderApp(path, {
    ...beginning,
    before: async (app) => {
      connectionIs(app, connection)
      app.instead('fullscript', 'connect', () => {
        const attempt = waiting(Date.now() + 600_000)
        app.tell('fullscript', 'connectChanged', attempt)
        return ok(attempt)
      })
    },
  })
const banner = () => screen.findByRole('region', { name: 'Fullscript connection' })
const noBanner = () =>
  waitFor(() => {
    expect(screen.queryByRole('region', { name: 'Fullscript connection' })).toBeNull()
  })

it.each([() => '/patients', () => `/patients/${patientNamed('Maya').id}`, () => '/about'])(
  'F-309 stands on %s',
  async (path) => {
    await over(path(), LOST)
    expect((await banner()).textContent).toContain('Fullscript has ended your connection')
  },
)

it('F-309 one click, the browser, one confirmation; the half-typed text stays and the banner goes', async () => {
  const { app, user, fullscript, happen } = await renderApp(`/patients/${patientNamed('Maya').id}`, {
    fullscript: 'there',
    before: async (before) => connectionIs(before, LOST),
  })
  const city = await screen.findByLabelText('City')
  await user.clear(city)
  await fill(user, city, 'Astor')
  await user.click(within(await banner()).getByRole('button', { name: 'Connect again' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Connect Fullscript again' }))
  expect(await dialog.findByText('Finish in your browser')).toBeTruthy()
  app.instead('fullscript', 'connection', (_input, main) => main())
  await happen(() => fullscript.authorize(app))
  await user.click(await dialog.findByRole('button', { name: 'Yes, this is me' }))
  await noBanner()
  expect(screen.getByLabelText<HTMLInputElement>('City').value).toBe('Astor')
})

it('closing the dialog ends the attempt, and the banner stays', async () => {
  const { app, user } = await over('/about', LOST)
  await user.click(within(await banner()).getByRole('button', { name: 'Connect again' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Connect Fullscript again' }))
  await dialog.findByText('Finish in your browser')
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(app.count('fullscript.cancelConnect')).toBe(1))
  await banner()
})

it('added scopes may wait until tomorrow', async () => {
  const { app, user } = await over('/patients', ADDED)
  app.instead('fullscript', 'snooze', () => {
    connectionIs(app, { ...ADDED, snoozedUntil: Date.now() + 86_400_000 })
    return ok(null)
  })
  expect((await banner()).textContent).toContain('may do more with Fullscript now')
  await user.click(within(await banner()).getByRole('button', { name: 'Ask me tomorrow' }))
  await noBanner()
})

it.each([
  [11 * 60_000, 'This computer’s clock is 11 minutes slow'],
  [-86_400_000, 'This computer’s clock is 24 hours fast'],
])('F-309 a clock that is wrong by %i ms is said on every screen', async (skew, said) => {
  await renderApp('/about', { before: async (app) => void app.instead('fullscript', 'clockSkew', ok(skew)) })
  expect((await screen.findByRole('region', { name: 'Clock' })).textContent).toContain(said)
})

/** The test page, where Fullscript refuses the first step. */
const refused = async (connection: Connection, failure: Failure, as: 'june' | 'priya') => {
  const running = await over('/fullscript/test', connection, { as })
  running.app.instead('fullscript', 'testStep', { ok: false, failure })
  await running.user.click(await screen.findByRole('button', { name: 'Run the test' }))
  return { ...running, notice: within(await screen.findByRole('alert')) }
}

it('F-405 a refusal for want of a permission names it and is mended from where it stands', async () => {
  const { app, user, notice } = await refused(
    CONNECTED,
    { code: 'fullscript-missing-scope', detail: 'catalog' },
    'june',
  )
  expect(notice.getByText(/“Show product and brand names in the chart” \(catalog:read\)/)).toBeTruthy()
  await user.click(notice.getByRole('button', { name: 'Connect again' }))
  expect(app.count('fullscript.connect')).toBe(1)
})

describe('a clinic’s connection', () => {
  const owner = { ...FULLSCRIPT_OWNER, clinicName: 'Meadow & Stone' }
  const CLINIC_LOST = { ...LOST, owner, through: 'clinic' as const }

  it('F-309 is called the clinic’s, and mended by whoever may connect the clinic', async () => {
    const { app, user } = await over('/about', CLINIC_LOST)
    const shown = await banner()
    expect(shown.textContent).toContain('Fullscript has ended the connection of Meadow & Stone.')
    expect(shown.textContent).not.toMatch(/your connection/i)
    await user.click(within(shown).getByRole('button', { name: 'Connect the clinic again' }))
    expect(app.inputs('fullscript.connect')).toEqual([{ wayBack: null }])
  })

  it('F-309 whoever may not is told whom to ask, and has no button', async () => {
    await over('/about', CLINIC_LOST, { as: 'priya' })
    const shown = await banner()
    expect(shown.textContent).toContain('Ask an administrator of your practice')
    expect(within(shown).queryByRole('button')).toBeNull()
  })

  it.each([
    ['whoever may connect the clinic', 'june', 1],
    ['nobody else', 'priya', 0],
  ] as const)('F-405 a refusal anywhere offers to connect again to %s', async (_who, as, buttons) => {
    const through = { ...CONNECTED, owner, through: 'clinic' as const }
    const { notice } = await refused(through, { code: 'fullscript-reconnect-needed' }, as)
    expect(notice.queryAllByRole('button', { name: 'Connect again' })).toHaveLength(buttons)
    expect(notice.queryAllByText(/^Ask an administrator of your practice/)).toHaveLength(1 - buttons)
  })

  it('what it lacks is told to whoever can mend it, by the clinic’s name, and cannot be put off', () => {
    const lacking = { ...LACKING, owner, through: 'clinic' as const, snoozedUntil: NOW + 1 }
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
