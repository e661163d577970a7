// Proves: where not every disclosure is shown, the screen and the paper both say so, in the same words.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok } from '../../src/shared/failures'
import { done, patientNamed, renderApp, type RunningApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const PAGE = `/patients/${chi.id}/disclosures`
const paper = () => document.querySelector('[data-print="pages"]')?.textContent ?? ''
/** What is printed goes out, too. */
const threePrinted = async ({ bridge }: RunningApp) => {
  for (let times = 0; times < 3; times += 1)
    done(await bridge.audit.printDisclosures({ patientId: chi.id, from: null, to: null }))
}

it('B26: a list that is cut says so on paper too', async () => {
  await renderApp(PAGE, {
    before: async (app) => {
      await threePrinted(app)
      // A screen shows a thousand.
      app.instead('audit', 'disclosures', async (_input, main) => {
        const { rows, total } = done(await main())
        return ok({ rows: rows.slice(0, 2), total })
      })
    },
  })
  const words = 'These are the newest 2 of 3. The CSV has them all.'
  expect((await screen.findAllByText(words)).length).toBe(2)
  expect(paper()).toContain(words)
})

it('a whole list says nothing of it', async () => {
  await renderApp(PAGE, { before: threePrinted })
  await screen.findByRole('region', { name: 'Disclosures of this patient' })
  expect(paper()).toContain('From the beginning')
  expect(paper()).not.toContain('newest')
})
