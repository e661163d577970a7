// Proves that a locked page holds nothing of the person or a patient, asks for the right password, lets somebody else
// in with one key, and brings everybody back to their own screen with their own half-typed text.
import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fill } from './support/fill'
import {
  colleague,
  done,
  draftsOf,
  patientNamed,
  PASSWORD,
  renderApp,
  type RunningApp,
} from './support/render-app'

const chi = patientNamed('Chidinma')

const password = () => screen.findByLabelText('Password', { selector: 'input' })
const demographics = `/patients/${chi.id}`
const locked = async (app: RunningApp) => {
  done(await app.bridge.people.lock())
}
/** As it was when the person left. */
const left = async ({ bridge }: RunningApp, place: string, givenName: string) => {
  done(await bridge.drafts.save(newPatient(givenName)))
  done(await bridge.drafts.savePlace({ place }))
}

describe('F-706, 164.312(a)(2)(iii): locked', () => {
  it('locks with the keyboard: no name in page, address, title or messages, and the password has the focus', async () => {
    const { user, app } = await renderApp(demographics)
    const city = await screen.findByLabelText('City')
    await fill(user, city, 'Gothenburg')
    await user.keyboard('{Control>}{Shift>}L{/Shift}{/Control}')
    expect(await password()).toBe(document.activeElement)
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy()
    expect(screen.getByLabelText('Username')).toHaveProperty('value', 'june')
    for (const text of [chi.familyName, chi.givenName, 'Gothenburg'])
      expect(document.documentElement.outerHTML).not.toContain(text)
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(document.title).not.toContain(chi.familyName)
    // What was typed a moment before is kept first.
    const names = app.calls.map(({ name }) => name)
    expect(names.indexOf('drafts.save')).toBeLessThan(names.indexOf('people.lock'))
    expect(app.inputs('drafts.save').at(-1)).toMatchObject({ key: `patient:${chi.id}` })
  })

  it('170.315(d)(5): locks when main says so, and unlocks to the same screen with the text as it was', async () => {
    const { user, app, happen } = await renderApp(demographics)
    await fill(user, await screen.findByLabelText('City'), 'Gothenburg')
    await waitFor(async () => expect(await draftsOf(app)).toContain('Gothenburg'))
    await waitFor(() => expect(app.count('drafts.savePlace')).toBeGreaterThan(0))
    await happen(() => {
      app.services.lock()
    })
    await fill(user, await password(), `${PASSWORD}{Enter}`)
    expect(await screen.findByLabelText('City')).toHaveProperty('value', 'PortlandGothenburg')
    expect(screen.getByText('Draft restored')).toBeTruthy()
    expect(window.location.pathname).toBe(demographics)
  })

  it('lets somebody else in with one key, without a name filled in', async () => {
    const { user } = await renderApp('/', { before: locked })
    await password()
    await user.keyboard('{Escape}')
    expect(await screen.findByLabelText('Username')).toHaveProperty('value', '')
    expect(document.activeElement).toBe(screen.getByLabelText('Username'))
    expect(screen.queryByRole('button', { name: 'Somebody else' })).toBeNull()
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy()
  })

  it('switches from the menu to an empty name', async () => {
    const { user } = await renderApp('/patients')
    await screen.findAllByRole('option')
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(await screen.findByRole('menuitem', { name: /Switch person/ }))
    expect(await screen.findByLabelText('Username')).toHaveProperty('value', '')
    expect(document.body.textContent).not.toContain('Lindqvist')
  })
})

describe('drafts', () => {
  it('F-707: everybody comes back to their own', async () => {
    const { user } = await renderApp('/', {
      as: 'priya',
      before: async (app) => {
        await left(app, '/about', 'Barnaby')
        await app.signIn('june')
        await left(app, '/patients?new', 'Ottilie')
        await locked(app)
      },
    })
    await password()
    await user.keyboard('{Escape}')
    await fill(user, await screen.findByLabelText('Username'), `priya{Tab}${PASSWORD}{Enter}`)
    await screen.findByRole('heading', { name: /About/ })
    expect(document.body.textContent).not.toContain('Ottilie')
    await user.keyboard('{Control>}{Shift>}S{/Shift}{/Control}')
    await fill(user, await screen.findByLabelText('Username'), `june{Tab}${PASSWORD}{Enter}`)
    expect(await screen.findByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    expect(document.documentElement.outerHTML).not.toContain('Barnaby')
  })

  it('can be discarded, and that can be taken back', async () => {
    const { user, app } = await renderApp('/patients?new', {
      before: async ({ bridge }) => {
        done(await bridge.drafts.save(newPatient('Ottilie')))
      },
    })
    expect(await screen.findByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    await user.click(screen.getByRole('button', { name: 'Discard draft' }))
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', '')
    expect(screen.queryByText('Draft restored')).toBeNull()
    await waitFor(async () => expect(await draftsOf(app)).toBe('[]'))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', 'Ottilie')
    await waitFor(async () => expect(await draftsOf(app)).toContain('Ottilie'))
  })

  it('goes with saving; Cancel and Esc leave it for the next time', async () => {
    const { app, user } = await renderApp('/patients?new', {
      before: async ({ bridge }) => {
        done(await bridge.drafts.save(newPatient('Ottilie')))
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await draftsOf(app)).toContain('patient:new')
    await user.click(screen.getByRole('button', { name: 'New patient' }))
    await fill(user, await screen.findByLabelText('Family name'), 'Quill')
    await user.click(screen.getByRole('button', { name: 'Add patient' }))
    await waitFor(() => expect(app.count('patients.create')).toBe(1))
    await waitFor(async () => expect(await draftsOf(app)).toBe('[]'))
  })

  it('never holds the client secret', async () => {
    const { user, app } = await renderApp('/fullscript/settings')
    await fill(user, await screen.findByLabelText('Client secret', { selector: 'input' }), 'very-secret')
    await fill(user, screen.getByLabelText('Client ID'), 'x')
    await waitFor(() => expect(app.count('drafts.save')).toBeGreaterThan(0))
    expect(JSON.stringify(app.inputs('drafts.save'))).not.toContain('very-secret')
  })
})

function newPatient(givenName: string) {
  return { key: 'patient:new', text: JSON.stringify({ values: { givenName }, context: null }) }
}

it('170.315(d)(5): an administrator says after how many minutes', async () => {
  const { user, app } = await renderApp('/practice')
  await user.selectOptions(await screen.findByLabelText('Lock after'), '1 minute')
  await user.keyboard('{Control>}s{/Control}')
  await waitFor(() =>
    expect(app.inputs('practice.saveSettings')).toEqual([
      { name: colleague('june').practiceName, idleLockMinutes: 1 },
    ]),
  )
})
