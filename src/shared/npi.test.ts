// Proves that an NPI is told from a mistyped one by its check digit.
import { expect, it } from 'vitest'
import { isNpi } from './npi'

it.each(['1234567893', '1245319599'])('%s is one', (npi) => expect(isNpi(npi)).toBe(true))

it.each(['1234567890', '2134567893', '123456789', '12345678933', '123456789X', ''])('“%s” is none', (npi) =>
  expect(isNpi(npi)).toBe(false),
)
