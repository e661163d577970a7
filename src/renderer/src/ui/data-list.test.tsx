// Proves what every list of records does: a head that sorts says how and turns round, room is kept while the rows are on
// their way, and something stands there when there are none.
import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { DataList, type Column, type Order } from './data-list'

type Row = { name: string; at: number }
const columns: Column<Row, 'name' | 'at' | 'act'>[] = [
  { key: 'name', head: 'Name', names: true, sorts: 'ascending', cell: ({ name }) => name },
  { key: 'at', head: 'Time', figures: true, sorts: 'descending', cell: ({ at }) => at },
  { key: 'act', head: 'Actions', offscreen: true, cell: () => <button>Open</button> },
]
const ROWS = [
  { name: 'Ada', at: 2 },
  { name: 'Wren', at: 1 },
]

function show(rows: Row[] | undefined, order?: Order<'name' | 'at' | 'act'>) {
  const setOrder = vi.fn()
  render(
    <MantineProvider>
      <DataList
        {...{ label: 'People', columns, rows, setOrder }}
        order={order}
        keyOf={({ name }) => name}
        empty="Nobody yet"
      />
    </MantineProvider>,
  )
  return setOrder
}

it('names its rows and columns, and turns the order round at the head that is pressed', () => {
  const setOrder = show(ROWS, { column: 'name', descending: false })
  expect(screen.getByRole('table', { name: 'People' })).toBeTruthy()
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(['Ada', 'Wren'])
  const sorted = (name: string) => screen.getByRole('columnheader', { name }).getAttribute('aria-sort')
  expect([sorted('Name'), sorted('Time'), sorted('Actions')]).toEqual(['ascending', 'none', null])
  fireEvent.click(screen.getByRole('button', { name: 'Name' }))
  fireEvent.click(screen.getByRole('button', { name: 'Time' }))
  expect(setOrder.mock.calls).toEqual([
    [{ column: 'name', descending: true }],
    [{ column: 'at', descending: true }],
  ])
})

it('without an order its heads are no buttons', () => {
  show(ROWS)
  expect(screen.queryByRole('button', { name: 'Name' })).toBeNull()
})

it('keeps room for what is on its way, and says when there is nothing', () => {
  show(undefined)
  expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy()
  expect(screen.queryByText('Nobody yet')).toBeNull()
  show([])
  expect(screen.getByText('Nobody yet')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
})
