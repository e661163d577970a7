// Proves: where not every disclosure is shown, the screen and the paper both say so, in the same words.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { auditRows } from '../../test-support/fake-bridge/audit-rows'
import { renderApp } from '../../test-support/render-app'
import { manyPatients, ROSALIND } from '../../test-support/sample-data'

const PAGE = `/patients/${ROSALIND.id}/disclosures`
const paper = () => document.querySelector('[data-print="pages"]')?.textContent ?? ''
const rows = auditRows(1, manyPatients(1)).flatMap((row) =>
  [1, 2, 3].map((seq) => ({
    ...row,
    ...{ seq, patientId: ROSALIND.id, category: 'demographics' as const, outcome: 'done' as const },
    ...{
      action: 'patient.handed-to-fullscript',
      subject: 'us firstName,email 0b9bb1a8-0000-4000-8000-000000000000',
    },
  })),
)

it('B26: a list that is cut says so on paper too', async () => {
  renderApp(PAGE, { auditRows: rows, disclosuresShown: 2 })
  const words = 'These are the newest 2 of 3. The CSV has them all.'
  expect((await screen.findAllByText(words)).length).toBe(2)
  expect(paper()).toContain(words)
})

it('a whole list says nothing of it', async () => {
  renderApp(PAGE, { auditRows: rows })
  await screen.findByRole('region', { name: 'Disclosures of this patient' })
  expect(paper()).toContain('From the beginning')
  expect(paper()).not.toContain('newest')
})
