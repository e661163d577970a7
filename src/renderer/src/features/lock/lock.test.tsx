// Proves that a locked page holds nothing of the person or a patient, asks for the right password, lets somebody else
// in with one key, and brings everybody back to their own screen with their own half-typed text.
import { cleanup, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { OWNER, PEOPLE, ROSALIND } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const STAFF = PEOPLE.find(({ username }) => username !== OWNER.username) ?? OWNER
const password = () => screen.findByLabelText('Password', { selector: 'input' })
const demographics = `/patients/${ROSALIND.id}`
const locked = { signedIn: null, locked: OWNER.username }

describe('F-706, 164.312(a)(2)(iii): locked', () => {
  it('locks with the keyboard: no name in page, address, title or messages, and the password has the focus', async () => {
    const { user, fake } = renderApp(demographics)
    const city = await screen.findByLabelText('City')
    await fill(user, city, 'Gothenburg')
    await user.keyboard('{Control>}{Shift>}L{/Shift}{/Control}')
    expect(await password()).toBe(document.activeElement)
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy()
    expect(screen.getByLabelText('Username')).toHaveProperty('value', OWNER.username)
    for (const text of [ROSALIND.familyName, ROSALIND.givenName, 'Gothenburg'])
      expect(document.documentElement.outerHTML).not.toContain(text)
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(document.title).not.toContain(ROSALIND.familyName)
    // What was typed a moment before is kept first.
    const names = fake.calls.map(({ name }) => name)
    expect(names.indexOf('drafts.save')).toBeLessThan(names.indexOf('people.lock'))
    expect(fake.inputs('drafts.save').at(-1)).toMatchObject({ key: `patient:${ROSALIND.id}` })
  })

  it('170.315(d)(5): locks when main says so, and unlocks to the same screen with the text as it was', async () => {
    const { user, fake, happen } = renderApp(demographics)
    await fill(user, await screen.findByLabelText('City'), 'Gothenburg')
    await waitFor(() => expect(JSON.stringify(fake.mine.drafts)).toContain('Gothenburg'))
    await waitFor(() => expect(fake.count('drafts.keepPlace')).toBeGreaterThan(0))
    await happen((main) => main.emitLock())
    await fill(user, await password(), 'yarrow-demo{Enter}')
    expect(await screen.findByLabelText('City')).toHaveProperty('value', `${ROSALIND.city}Gothenburg`)
    expect(screen.getByText('Draft restored')).toBeTruthy()
    expect(window.location.pathname).toBe(demographics)
  })

  it('lets somebody else in with one key, without a name filled in', async () => {
    const { user } = renderApp('/', locked)
    await password()
    await user.keyboard('{Escape}')
    expect(await screen.findByLabelText('Username')).toHaveProperty('value', '')
    expect(document.activeElement).toBe(screen.getByLabelText('Username'))
    expect(screen.queryByRole('button', { name: 'Somebody else' })).toBeNull()
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy()
  })

  it('switches from the menu to an empty name', async () => {
    const { user } = renderApp('/patients')
    await screen.findAllByRole('option')
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(await screen.findByRole('menuitem', { name: /Switch person/ }))
    expect(await screen.findByLabelText('Username')).toHaveProperty('value', '')
    expect(document.body.textContent).not.toContain('Achterberg')
  })
})

describe('drafts', () => {
  it('F-707: everybody comes back to their own', async () => {
    const { user } = renderApp('/', {
      ...locked,
      kept: {
        [OWNER.username]: { place: '/patients?new', drafts: [newPatient('Ottilie')] },
        [STAFF.username]: { place: '/about', drafts: [newPatient('Barnaby')] },
      },
    })
    await password()
    await user.keyboard('{Escape}')
    await fill(user, await screen.findByLabelText('Username'), `${STAFF.username}{Tab}yarrow-demo{Enter}`)
    await screen.findByRole('heading', { name: /About/ })
    expect(document.body.textContent).not.toContain('Ottilie')
    await user.keyboard('{Control>}{Shift>}S{/Shift}{/Control}')
    await fill(user, await screen.findByLabelText('Username'), `${OWNER.username}{Tab}yarrow-demo{Enter}`)
    expect(await screen.findByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    expect(document.documentElement.outerHTML).not.toContain('Barnaby')
  })

  it('can be discarded, and that can be taken back', async () => {
    const { user, fake } = renderApp('/patients?new', {
      kept: { [OWNER.username]: { place: null, drafts: [newPatient('Ottilie')] } },
    })
    expect(await screen.findByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    await user.click(screen.getByRole('button', { name: 'Discard draft' }))
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', '')
    expect(screen.queryByText('Draft restored')).toBeNull()
    await waitFor(() => expect(fake.mine.drafts).toEqual([]))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    await waitFor(() => expect(fake.mine.drafts).toHaveLength(1))
  })

  it('goes with saving; Cancel and Esc leave it for the next time', async () => {
    const kept = () => ({ [OWNER.username]: { place: null, drafts: [newPatient('Ottilie')] } })
    const first = renderApp('/patients?new', { kept: kept() })
    await first.user.click(await screen.findByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(first.fake.mine.drafts).toMatchObject([{ key: 'patient:new' }])
    cleanup()
    const second = renderApp('/patients?new', { kept: kept() })
    await fill(second.user, await screen.findByLabelText('Family name'), 'Quill')
    await second.user.click(screen.getByRole('button', { name: 'Add patient' }))
    await waitFor(() => expect(second.fake.count('patients.create')).toBe(1))
    await waitFor(() => expect(second.fake.mine.drafts).toEqual([]))
  })

  it('never holds the client secret', async () => {
    const { user, fake } = renderApp('/fullscript/settings')
    await fill(user, await screen.findByLabelText('Client secret', { selector: 'input' }), 'very-secret')
    await fill(user, screen.getByLabelText('Client ID'), 'x')
    await waitFor(() => expect(fake.count('drafts.save')).toBeGreaterThan(0))
    expect(JSON.stringify(fake.inputs('drafts.save'))).not.toContain('very-secret')
  })
})

function newPatient(givenName: string) {
  return { key: 'patient:new', text: JSON.stringify({ values: { givenName }, context: null }), updatedAt: 1 }
}

it('170.315(d)(5): an administrator says after how many minutes', async () => {
  const { user, fake } = renderApp('/practice')
  await user.selectOptions(await screen.findByLabelText('Lock after'), '1 minute')
  await user.keyboard('{Control>}s{/Control}')
  await waitFor(() =>
    expect(fake.inputs('practice.saveSettings')).toEqual([{ name: OWNER.practiceName, idleLockMinutes: 1 }]),
  )
})
