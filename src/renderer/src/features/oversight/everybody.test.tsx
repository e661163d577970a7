// Proves that an administrator sees who is connected as whom and what is left to do, can sort it, ends connections after
// one question in place, is told plainly what that does, and asks everybody after scopes were added (mission/003).
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Overview } from '../../../../shared/contract/fullscript'
import { CLINICS } from '../../test-support/fake-bridge/clinics'
import { renderApp } from '../../test-support/render-app'
import { CONNECTED, NOW, OVERVIEW, PEOPLE } from '../../test-support/sample-data'

const rows = async () => {
  const table = within(await screen.findByRole('table', { name: 'Everybody’s connections' }))
  return table.getAllByRole('row').slice(1)
}
const names = async () =>
  (await rows()).map(
    (row) => PEOPLE.find(({ displayName }) => row.textContent.includes(displayName))?.username,
  )
const rowOf = async (name: string) => {
  const row = (await rows()).find(({ textContent }) => textContent.includes(name))
  if (!row) throw new Error(`No row for ${name}`)
  return row
}

it('says who is connected as whom, and what each still has to do', async () => {
  renderApp('/fullscript/everybody')
  expect((await rowOf('Maya Lindqvist')).textContent).toContain('Nothing')
  expect((await rowOf('Tomás Okonkwo')).textContent).toContain('Lacks a permissionpatients:read')
  expect((await rowOf('June Abernathy')).textContent).toContain('Not connected')
})

it('is sorted by the head that is pressed, and the other way by pressing again', async () => {
  const { user } = renderApp('/fullscript/everybody')
  expect(await names()).toEqual(['june', 'maya', 'tomas'])
  await user.click(screen.getByRole('button', { name: 'Person' }))
  expect(await names()).toEqual(['tomas', 'maya', 'june'])
  await user.click(screen.getByRole('button', { name: 'Since' }))
  expect(await names()).toEqual(['maya', 'tomas', 'june'])
  expect(screen.getByRole('columnheader', { name: 'Since' }).getAttribute('aria-sort')).toBe('ascending')
})

it('S-17 ends a colleague’s connection after one question, and says when Fullscript is told', async () => {
  const { user, fake } = renderApp('/fullscript/everybody')
  const row = await rowOf('Tomás Okonkwo')
  await user.click(within(row).getByRole('button', { name: 'Disconnect Tomás Okonkwo' }))
  expect(fake.count('fullscript.disconnectPerson')).toBe(0)
  await user.click(within(row).getByRole('button', { name: 'Disconnect now' }))
  expect(fake.inputs('fullscript.disconnectPerson')).toEqual([{ personId: PEOPLE[1]?.id }])
  expect(await screen.findByText(/Fullscript is told when the person signs in next/)).toBeTruthy()
  await waitFor(async () => {
    expect((await rowOf('Tomás Okonkwo')).textContent).toContain('told at their next sign-in')
  })
})

it('ends everybody’s after one question', async () => {
  const { user, fake } = renderApp('/fullscript/everybody')
  await user.click(await screen.findByRole('button', { name: 'Disconnect everybody' }))
  await user.click(screen.getByRole('button', { name: 'Disconnect all 2' }))
  expect(fake.count('fullscript.disconnectEveryone')).toBe(1)
  expect(await screen.findByText('2 connections are ended')).toBeTruthy()
})

it('sends whoever has not set Fullscript up to the settings', async () => {
  renderApp('/fullscript/everybody', { overview: { ...OVERVIEW, environment: null, people: [] } })
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})

it('mission/003: says of a day that scopes were added, shows who is left, and takes it back', async () => {
  const { user, fake } = renderApp('/fullscript/settings')
  await user.click(await screen.findByRole('button', { name: 'Ask everybody to connect again' }))
  const [{ at }] = fake.inputs('fullscript.sayScopesAdded') as [{ at: number }]
  expect(Date.now() - at).toBeLessThan(60_000)
  expect(await screen.findByText(/2 people have still to connect again/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Stop asking' }))
  expect(await screen.findByRole('button', { name: 'Ask everybody to connect again' })).toBeTruthy()
})

it('shows how many have connected again since scopes were added', async () => {
  const people = OVERVIEW.people.map((row, place) => ({
    ...row,
    connection: row.connection && { ...row.connection, toReauthorize: place === 1 },
  }))
  renderApp('/fullscript/everybody', {
    connection: CONNECTED,
    overview: { ...OVERVIEW, scopesAddedAt: NOW, people },
  })
  expect((await screen.findByTestId('reauthorized')).textContent).toContain(
    '1 of 2 connected again; 1 still to go',
  )
  expect((await rowOf('Tomás Okonkwo')).textContent).toContain('Still to connect again')
})

it('is kept from whoever may not oversee', async () => {
  renderApp('/fullscript', { signedIn: PEOPLE[2] ?? null })
  expect(await screen.findByRole('tab', { name: 'My connection' })).toBeTruthy()
  expect(screen.queryByRole('tab', { name: 'Everybody' })).toBeNull()
})

const CLINIC_LEVEL = { ...OVERVIEW, authorization: 'clinic' as const, people: [], clinics: CLINICS.clinics }
const [MEADOW] = CLINICS.clinics

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
  const clinics = [MEADOW, lacking, lost, asked] as Overview['clinics']
  renderApp('/fullscript/everybody', { overview: { ...CLINIC_LEVEL, clinics } })
  const table = within(await screen.findByRole('table', { name: 'Connected clinics' }))
  const said = table.getAllByRole('row').map(({ textContent }) => textContent)
  expect(said[1]).toMatch(/Meadow & Stone.*Maya Lindqvist.*Nothing/)
  expect(said[2]).toMatch(/Fullscript clinic.*Not yet.*Lacks a permissioncatalog:read/)
  expect(said[3]).toMatch(/Harbor.*Connect again: Fullscript ended it/)
  expect(said[4]).toMatch(/Hill.*Still to connect again/)
  expect(screen.queryByRole('table', { name: 'Everybody’s connections' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Disconnect everybody' })).toBeTruthy()
})

it('ends a clinic’s connection after one question, and says how far Fullscript has heard of it', async () => {
  const { user, fake } = renderApp('/fullscript/everybody', { overview: CLINIC_LEVEL })
  await user.click(await screen.findByRole('button', { name: 'Disconnect Meadow & Stone' }))
  expect(fake.count('clinics.disconnect')).toBe(0)
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(fake.inputs('clinics.disconnect')).toEqual([{ clinicId: MEADOW?.clinicId }])
  expect(await screen.findByText('Meadow & Stone is disconnected')).toBeTruthy()
})

it('says that no clinic is connected, and where to connect one', async () => {
  renderApp('/fullscript/everybody', { overview: { ...CLINIC_LEVEL, clinics: [] } })
  expect(await screen.findByText(/No clinic is connected/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Open clinics and people' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Disconnect everybody' })).toBeNull()
})
