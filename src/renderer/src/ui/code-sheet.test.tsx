// Proves: a line of a code ends between two of its groups and never inside one; what is read out and copied is the code.
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { CodeSheet } from './code-sheet'

it.each(['K7QF-9M2X-RT4W', '123 456', 'ABCDEFGH'])('%s', (code) => {
  render(
    <MantineProvider>
      <CodeSheet title="Sign-in code" what="code" codes={[code]} facts={[]}>
        Keep it.
      </CodeSheet>
    </MantineProvider>,
  )
  const shown = screen.getByTestId('code')
  expect(shown.textContent).toBe(code)
  const groups = [...shown.querySelectorAll('span')].map(({ textContent }) => textContent)
  expect(groups).toEqual(code.split(/(?<=[- ])/))
  expect(shown.querySelectorAll('wbr')).toHaveLength(groups.length - 1)
})
