// Proves that a closed chart shows whose it is and the way in for an emergency, that the loud bar stays as long as the
// emergency does, that a chart is restricted to named people, that its people are told of an emergency until they have
// seen it and decide about a colleague's new login, and that the front desk is shown no note.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fieldsOf } from '../../src/shared/contract/patients'
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
const PAGE = `/patients/${chi.id}`
const june = colleague('june').id
const tomas = colleague('tomas').id
const priya = colleague('priya').id
const REASON = 'found unconscious'

/** Closed to everybody but Tomas and whom he names. */
const restrictedByTomas =
  (personIds: string[] = [], then: 'june' | 'priya' | 'tomas' = 'june') =>
  async (app: RunningApp) => {
    await app.signIn('tomas')
    done(await app.bridge.charts.restrict({ patientId: chi.id, personIds }))
    await app.signIn(then)
  }
/** June has opened Tomas's chart in an emergency; he is signed in. */
const openedByJune = async (app: RunningApp) => {
  await restrictedByTomas()(app)
  done(await app.bridge.charts.openInEmergency({ patientId: chi.id, reason: REASON }))
  done(await app.bridge.patients.get({ patientId: chi.id }))
  done(await app.bridge.patients.get({ patientId: chi.id }))
  await app.signIn('tomas')
}
/** Tomas is on June's list, and has got in with a code that she gave; he is signed in. */
const tomasNewLogin = async ({ bridge }: RunningApp) => {
  done(await bridge.charts.restrict({ patientId: chi.id, personIds: [tomas] }))
  const { code } = done(
    await bridge.accounts.issueCode({ id: tomas, proof: { password: PASSWORD, code: null } }),
  )
  const password = 'seven quiet herons'
  done(await bridge.accounts.redeemCode({ username: 'tomas', code, password }))
}
const access = async ({ bridge }: RunningApp) => done(await bridge.charts.access({ patientId: chi.id }))

it('F-713, 170.315(d)(6): opens a closed chart with a reason, under a bar, until the time is up', async () => {
  const { user, app, happen } = await renderApp(PAGE, { before: restrictedByTomas() })
  expect(await screen.findByText(/Tomas Okafor has restricted it/)).toBeTruthy()
  expect(screen.queryByLabelText('City')).toBeNull()
  const open = () => user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await fill(user, screen.getByLabelText('Reason'), 'urgent')
  await open()
  expect(screen.getByText('Say why, in at least 10 characters')).toBeTruthy()
  expect(app.count('charts.openInEmergency')).toBe(0)
  await fill(user, screen.getByLabelText('Reason'), `, ${REASON}`)
  await open()
  expect(await screen.findByLabelText('City')).toBeTruthy()
  const bar = await screen.findByRole('region', { name: 'Emergency access' })
  expect(within(bar).getByRole('timer').textContent).toMatch(/^(60:00|59:5\d)$/)
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  expect(screen.getByRole('region', { name: 'Emergency access' })).toBeTruthy()
  await happen(() => {
    app.computer.clock.advance(60 * 60_000)
  })
  expect(await screen.findByRole('button', { name: 'Open in an emergency' })).toBeTruthy()
  expect(screen.queryByText('Portland')).toBeNull()
})

it('ends an emergency at once when its person says so', async () => {
  const { user, app } = await renderApp(PAGE, { before: restrictedByTomas() })
  await fill(user, await screen.findByLabelText('Reason'), REASON)
  await user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await user.click(await screen.findByRole('button', { name: 'End now' }))
  expect(await screen.findByLabelText('Reason')).toBeTruthy()
  expect(await access(app)).toMatchObject({ level: 'closed' })
})

it('F-707: a half-typed reason is there again after the lock, and gone once used', async () => {
  const { user, app, happen } = await renderApp(PAGE, { before: restrictedByTomas() })
  await fill(user, await screen.findByLabelText('Reason'), 'found unconsc')
  await waitFor(async () => expect(await draftsOf(app)).toContain('unconsc'))
  await waitFor(() => expect(app.count('drafts.savePlace')).toBeGreaterThan(0))
  await happen(() => {
    app.services.lock()
  })
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  expect(document.documentElement.outerHTML).not.toContain('unconsc')
  await fill(user, password, `${PASSWORD}{Enter}`)
  expect(await screen.findByLabelText('Reason')).toHaveProperty('value', 'found unconsc')
  await fill(user, screen.getByLabelText('Reason'), 'ious')
  await user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await screen.findByLabelText('City')
  expect(app.inputs('charts.openInEmergency')).toMatchObject([{ reason: REASON }])
  await waitFor(async () => expect(await draftsOf(app)).toBe('[]'))
})

it('offers those without the right no way in', async () => {
  await renderApp(PAGE, { before: restrictedByTomas([], 'priya') })
  expect(await screen.findByText(/a practitioner can open it with a reason/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Open in an emergency' })).toBeNull()
})

it('restricts a chart to named people, which can be undone', async () => {
  const { user, app } = await renderApp(PAGE)
  await user.click(await screen.findByRole('button', { name: 'Restrict' }))
  await user.click(await screen.findByRole('checkbox', { name: 'Priya Raman' }))
  await user.click(screen.getByRole('button', { name: 'Restrict chart' }))
  expect(await screen.findByRole('button', { name: 'Restricted' })).toBeTruthy()
  const { level, readers } = await access(app)
  expect(level).toBe('listed')
  expect(readers.map(({ id }) => id).toSorted()).toEqual([june, priya].toSorted())
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(async () => expect(await access(app)).toMatchObject({ level: 'free' }))
})

it('marks a closed chart in the list and tells nothing but the name', async () => {
  const { user } = await renderApp('/patients', { before: restrictedByTomas() })
  await screen.findAllByRole('option')
  await user.keyboard('okonkwo chidinma')
  const row = await screen.findByRole('option', { name: /Okonkwo/ })
  await waitFor(() => expect(within(row).getByLabelText('Restricted chart')).toBeTruthy())
  expect(row.textContent).not.toContain('1995')
  expect(row.textContent).not.toContain(chi.email)
})

it('164.312(a)(1), 170.315(d)(1): is closed to the calls themselves, past every screen', async () => {
  const { app } = await renderApp(PAGE, { before: restrictedByTomas([], 'priya') })
  const { patients, plans, embed, charts } = app.bridge
  const patientId = chi.id
  const bounds = { x: 0, y: 0, width: 100, height: 100 }
  const answers = [
    await patients.get({ patientId }),
    await plans.forPatient({ patientId }),
    await embed.open({ patientId, feature: 'treatmentPlan', entrypoint: 'catalog', bounds }),
    await charts.lift({ patientId }),
    await charts.openInEmergency({ patientId, reason: REASON }),
  ].map((answer) => (answer.ok ? 'answered' : answer.failure.code))
  const closed = 'chart-restricted'
  expect(answers).toEqual([closed, closed, closed, 'not-allowed', 'not-allowed'])
})

it('164.312(a)(1): the front desk neither gets a note nor loses it by saving', async () => {
  const note = 'Speaks of her divorce only in private'
  const patientId = chi.id
  const { app, user } = await renderApp(PAGE, {
    before: async (app) => {
      await app.signIn('june')
      const patient = done(await app.bridge.patients.get({ patientId }))
      const { version } = patient
      done(await app.bridge.patients.update({ ...fieldsOf(patient), note, patientId, version }))
      await app.signIn('priya')
    },
  })
  const city = await screen.findByLabelText('City')
  expect(JSON.stringify(done(await app.bridge.patients.get({ patientId })))).not.toContain(note)
  await user.clear(city)
  await fill(user, city, 'Salem')
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await screen.findByText('Changes saved')
  await app.signIn('june')
  const kept = done(await app.bridge.patients.get({ patientId }))
  expect(kept).toMatchObject({ city: 'Salem', note })
})

it('164.312(a)(1): shows the front desk no field for a note', async () => {
  const { app } = await renderApp(PAGE, { as: 'priya' })
  expect(await screen.findByLabelText('City')).toBeTruthy()
  expect(screen.queryByLabelText('Note')).toBeNull()
  expect(app.count('patients.get')).toBeGreaterThan(0)
})

const NOTICE = { name: 'A restricted chart was opened in an emergency' }

it('F-713: tells who, when and why until it has been seen', async () => {
  const { user, app } = await renderApp('/patients', { before: openedByJune })
  const dialog = await screen.findByRole('dialog', NOTICE)
  for (const text of [
    /Chidinma Okonkwo/,
    /Opened by (Dr\. )?June Hartwell/,
    /found unconscious/,
    /\(2 times\)/,
  ])
    expect(within(dialog).getByText(text)).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'I have seen this' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(done(await app.bridge.charts.notices())).toEqual([])
})

it('170.315(d)(6): the report lists every access, and says which is open', async () => {
  await renderApp('/emergencies', {
    before: async (app) => {
      const open = () => app.bridge.charts.openInEmergency({ patientId: chi.id, reason: REASON })
      await restrictedByTomas()(app)
      done(await open())
      done(await app.bridge.charts.endEmergency({ patientId: chi.id }))
      done(await open())
    },
  })
  expect(await screen.findByRole('heading', { name: 'Emergency access', level: 1 })).toBeTruthy()
  expect(await screen.findAllByText('Chidinma Okonkwo')).toHaveLength(2)
  expect(screen.getByText('Open now')).toBeTruthy()
})

it('shows an empty report as such', async () => {
  await renderApp('/emergencies')
  expect(await screen.findByText('No emergency access so far')).toBeTruthy()
})

it('F-713: asks at sign-in who uses a colleague’s new login, after other notices, until somebody has said so', async () => {
  const { user, app } = await renderApp('/patients', {
    before: async (main) => {
      done(await main.bridge.charts.restrict({ patientId: chi.id, personIds: [] }))
      await main.signIn('tomas')
      done(await main.bridge.charts.openInEmergency({ patientId: chi.id, reason: REASON }))
      await main.signIn('june')
      await tomasNewLogin(main)
      await main.signIn('june')
    },
  })
  const first = await screen.findByRole('dialog', NOTICE)
  await user.click(within(first).getByRole('button', { name: 'I have seen this' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'A colleague has a new login' }))
  expect(dialog.getByText(/June Hartwell gave a code for Tomas Okafor’s account/)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: 'It is Tomas Okafor' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const { readers } = await access(app)
  expect(readers.map(({ id }) => id).toSorted()).toEqual([june, tomas].toSorted())
  expect(readers.map(({ resting }) => resting)).toEqual([null, null])
})

it('F-713: takes off the list whoever it is not', async () => {
  const { user, app } = await renderApp('/patients', {
    before: async (main) => {
      await tomasNewLogin(main)
      await main.signIn('june')
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Take off the list' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect((await access(app)).readers.map(({ id }) => id)).toEqual([june])
})

it('F-713: tells whoever rests why the chart is closed', async () => {
  await renderApp(PAGE, { before: tomasNewLogin })
  expect(await screen.findByText(/Your login was reset by .*June Hartwell/)).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByLabelText('City')).toBeNull()
})
