// Proves that an administrator sees who is connected as whom and what is left to do, can sort it, ends connections after
// one question in place, is told plainly what that does, and asks everybody after scopes were added (mission/003).
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Overview } from '../../src/shared/contract/fullscript'
import { ok } from '../../src/shared/failures'
import { FULLSCRIPT_OWNER, NOW } from './support/connections'
import { colleague, done, renderApp, type RunningApp } from './support/render-app'

const USERNAMES = ['june', 'tomas', 'priya'] as const
/** June's connection works, Tomas's lacks something and waits, Priya has none. */
const overview = (part: Partial<Overview> = {}): Overview => ({
  ...{ environment: 'us-snd', authorization: 'person', scopesAddedAt: null, clinics: [] },
  people: USERNAMES.map((username, place) => {
    const { id: personId, displayName, roleName } = colleague(username)
    const connection = {
      state: 'connected' as const,
      owner: { ...FULLSCRIPT_OWNER, id: `owner-${place}`, name: displayName },
      ...{ connectedAt: NOW - place * 86_400_000, lastUsedAt: place === 0 ? NOW : null },
      missingScopes: place === 1 ? ['patients:read'] : [],
      toReauthorize: false,
    }
    return {
      ...{ personId, displayName, roleName, active: true, pendingRevocations: 0 },
      connection: username === 'priya' ? null : connection,
    }
  }),
  ...part,
})
/** From now on everybody's connections are these. */
const shows = (app: RunningApp, said: Overview) => void app.instead('fullscript', 'overview', ok(said))
const showing = (said = overview()) =>
  renderApp('/fullscript/everybody', { before: async (app) => shows(app, said) })

const rows = async () => {
  const table = within(await screen.findByRole('table', { name: 'Everybody’s connections' }))
  return table.getAllByRole('row').slice(1)
}
const names = async () =>
  (await rows()).map((row) =>
    USERNAMES.find((username) => row.textContent.includes(colleague(username).displayName)),
  )
const rowOf = async (name: string) => {
  const row = (await rows()).find(({ textContent }) => textContent.includes(name))
  if (!row) throw new Error(`No row for ${name}`)
  return row
}

it('says who is connected as whom, and what each still has to do; a head that is pressed sorts', async () => {
  const { user } = await showing()
  expect((await rowOf('June Hartwell')).textContent).toContain('Nothing')
  expect((await rowOf('Tomas Okafor')).textContent).toContain('Lacks a permissionpatients:read')
  expect((await rowOf('Priya Raman')).textContent).toContain('Not connected')

  expect(await names()).toEqual(['june', 'priya', 'tomas'])
  await user.click(screen.getByRole('button', { name: 'Person' }))
  expect(await names()).toEqual(['tomas', 'priya', 'june'])
  await user.click(screen.getByRole('button', { name: 'Since' }))
  expect(await names()).toEqual(['june', 'tomas', 'priya'])
  expect(screen.getByRole('columnheader', { name: 'Since' }).getAttribute('aria-sort')).toBe('ascending')
})

it('S-17 ends a colleague’s connection after one question, and says when Fullscript is told', async () => {
  const { app, user } = await showing()
  const before = overview()
  app.instead('fullscript', 'disconnectPerson', () => {
    const ended = before.people.map((row, place) =>
      place === 1 ? { ...row, connection: null, pendingRevocations: 1 } : row,
    )
    shows(app, overview({ people: ended }))
    return ok({ revoked: 'at-next-sign-in' })
  })
  const row = await rowOf('Tomas Okafor')
  await user.click(within(row).getByRole('button', { name: 'Disconnect Tomas Okafor' }))
  expect(app.count('fullscript.disconnectPerson')).toBe(0)
  await user.click(within(row).getByRole('button', { name: 'Disconnect now' }))
  expect(app.inputs('fullscript.disconnectPerson')).toEqual([{ personId: colleague('tomas').id }])
  expect(await screen.findByText(/Fullscript is told when the person signs in next/)).toBeTruthy()
  await waitFor(async () => {
    expect((await rowOf('Tomas Okafor')).textContent).toContain('told at their next sign-in')
  })
})

it('ends everybody’s after one question', async () => {
  const { app, user } = await showing()
  app.instead('fullscript', 'disconnectEveryone', ok({ ended: 2 }))
  await user.click(await screen.findByRole('button', { name: 'Disconnect everybody' }))
  await user.click(screen.getByRole('button', { name: 'Disconnect all 2' }))
  expect(app.count('fullscript.disconnectEveryone')).toBe(1)
  expect(await screen.findByText('2 connections are ended')).toBeTruthy()
})

it('sends whoever has not set Fullscript up to the settings', async () => {
  await renderApp('/fullscript/everybody')
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})

it('mission/003: says of a day that scopes were added, shows who is left, and takes it back', async () => {
  const { app, user } = await renderApp('/fullscript/settings', { fullscript: 'connected' })
  await user.click(await screen.findByRole('button', { name: 'Ask everybody to connect again' }))
  expect(await screen.findByText(/1 person has still to connect again/)).toBeTruthy()
  const { scopesAddedAt } = done(await app.bridge.fullscript.overview())
  expect(Date.now() - (scopesAddedAt ?? 0)).toBeLessThan(60_000)
  await user.click(screen.getByRole('button', { name: 'Stop asking' }))
  expect(await screen.findByRole('button', { name: 'Ask everybody to connect again' })).toBeTruthy()
})

it('shows how many have connected again since scopes were added', async () => {
  const people = overview().people.map((row, place) => ({
    ...row,
    connection: row.connection && { ...row.connection, toReauthorize: place === 1 },
  }))
  await showing(overview({ scopesAddedAt: NOW, people }))
  expect((await screen.findByTestId('reauthorized')).textContent).toContain(
    '1 of 2 connected again; 1 still to go',
  )
  expect((await rowOf('Tomas Okafor')).textContent).toContain('Still to connect again')
})

it('is kept from whoever may not oversee', async () => {
  await renderApp('/fullscript', { as: 'priya' })
  expect(await screen.findByRole('tab', { name: 'My connection' })).toBeTruthy()
  expect(screen.queryByRole('tab', { name: 'Everybody' })).toBeNull()
})

const MEADOW: Overview['clinics'][number] = {
  ...{ clinicId: 'c1a0196f-5615-4874-a2f4-48d459180b09', name: 'Meadow & Stone', state: 'connected' },
  ...{ connectedAt: NOW, connectedByName: 'Maya Lindqvist', lastUsedAt: NOW },
  ...{ missingScopes: [], toReauthorize: false },
}
const ofClinics = (clinics: Overview['clinics']) => overview({ authorization: 'clinic', people: [], clinics })

it('an app that works through clinics: which are connected, by whom and what is left to do', async () => {
  const lacking = {
    ...MEADOW,
    clinicId: 'other',
    name: '',
    lastUsedAt: null,
    missingScopes: ['catalog:read'],
  }
  const lost = { ...MEADOW, clinicId: 'third', name: 'Harbor', state: 'reconnect-needed' as const }
  const asked = { ...MEADOW, clinicId: 'fourth', name: 'Hill', toReauthorize: true }
  await showing(ofClinics([MEADOW, lacking, lost, asked]))
  const table = within(await screen.findByRole('table', { name: 'Connected clinics' }))
  const said = table.getAllByRole('row').map(({ textContent }) => textContent)
  expect(said[1]).toMatch(/Meadow & Stone.*Maya Lindqvist.*Nothing/)
  expect(said[2]).toMatch(/Fullscript clinic.*Not yet.*Lacks a permissioncatalog:read/)
  expect(said[3]).toMatch(/Harbor.*Connect again: Fullscript ended it/)
  expect(said[4]).toMatch(/Hill.*Still to connect again/)
  expect(screen.queryByRole('table', { name: 'Everybody’s connections' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Disconnect everybody' })).toBeTruthy()
})

it('ends a clinic’s connection after one question, and says that no clinic is connected', async () => {
  const { app, user } = await showing(ofClinics([MEADOW]))
  app.instead('clinics', 'disconnect', () => {
    shows(app, ofClinics([]))
    return ok({ revoked: 'done' })
  })
  await user.click(await screen.findByRole('button', { name: 'Disconnect Meadow & Stone' }))
  expect(app.count('clinics.disconnect')).toBe(0)
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(app.inputs('clinics.disconnect')).toEqual([{ clinicId: MEADOW.clinicId }])
  expect(await screen.findByText('Meadow & Stone is disconnected')).toBeTruthy()
  expect(await screen.findByText(/No clinic is connected/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Open clinics and people' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Disconnect everybody' })).toBeNull()
})
