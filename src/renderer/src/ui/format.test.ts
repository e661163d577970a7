// Proves that names, dates, ages and phone numbers read as people write them, in any locale and time zone.
import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatCountdown,
  formatDate,
  formatPhone,
  fullName,
  initials,
  isolated,
  parsePhone,
} from './format'

describe('names', () => {
  it('shows the preferred name first and keeps the given name', () => {
    const rose = { givenName: 'Rosalind', familyName: 'Achterberg', preferredName: 'Rose' }
    expect(fullName(rose)).toBe('Rose (Rosalind) Achterberg')
    expect(fullName({ ...rose, preferredName: '' })).toBe('Rosalind Achterberg')
    expect(initials(fullName(rose))).toBe('RA')
  })
  it('keeps what stands beside a name from right to left in its place, and leaves all others without marks', () => {
    expect(`${isolated('ליאור כהן')} · 1042`).toBe('\u2068ליאור כהן\u2069 · 1042')
    expect(isolated('عبد الرحمن')).toBe('\u2068عبد الرحمن\u2069')
    expect(isolated('Maya (マヤ) Lindqvist')).toBe('Maya (マヤ) Lindqvist')
    expect(isolated('')).toBe('')
  })
  it('takes whole characters as initials', () => {
    expect(initials('Özlem Ångström')).toBe('ÖÅ')
    expect(initials('')).toBe('')
    expect(initials('Cher')).toBe('C')
  })
  it.each([
    ['Dr. Maya Okafor', 'MO'],
    ['dr Maya Okafor', 'MO'],
    ['Prof. Dr. Maya Okafor', 'MO'],
    ['Maya Okafor, ND', 'MO'],
    ['Dr. Maya Okafor, ND, LAc', 'MO'],
    ['Drew Okafor', 'DO'],
    ['Miss', 'M'],
  ])('takes no title and no credential for a name: %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })
})

describe('dates', () => {
  it('never moves a birth date by the time zone', () => {
    expect(formatDate('1984-03-09', 'en-US')).toBe('Mar 9, 1984')
    expect(formatDate('1984-03-09', 'en-GB')).toBe('9 Mar 1984')
  })
  it('counts years on the day itself, and months for the youngest', () => {
    const day = (text: string) => new Date(`${text}T12:00:00`).getTime()
    expect(formatAge('1984-03-09', day('2026-03-08'))).toBe('41 years')
    expect(formatAge('1984-03-09', day('2026-03-09'))).toBe('42 years')
    expect(formatAge('2025-03-09', day('2026-02-10'))).toBe('11 months')
    expect(formatAge('2025-02-09', day('2025-03-09'))).toBe('4 weeks')
    expect(formatAge('2027-01-01', day('2026-03-09'))).toBe('')
  })
  it('counts down without ever passing zero', () => {
    expect(formatCountdown(581_000)).toBe('9:41')
    expect(formatCountdown(400)).toBe('0:01')
    expect(formatCountdown(-5)).toBe('0:00')
  })
})

describe('phone numbers', () => {
  it.each([
    ['(202) 555-0123', '+12025550123'],
    ['202.555.0123', '+12025550123'],
    ['1 202 555 0123', '+12025550123'],
    ['0049 30 1234567', '+49301234567'],
    ['+44 20 7946 0958', '+442079460958'],
    ['call the mother', 'call the mother'],
    ['', ''],
  ])('reads %s as %s', (typed, stored) => {
    expect(parsePhone(typed)).toBe(stored)
  })
  it('comes back from display to the same number', () => {
    for (const number of ['+12025550123', '+442079460958', '+49301234567', '+6421123456'])
      expect(parsePhone(formatPhone(number))).toBe(number)
  })
})
