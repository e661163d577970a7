/** Whether a patient at Fullscript is the patient of the chart. Careful rather than clever: a wrong match hurts. */

export type Identity = {
  givenNames: readonly string[]
  familyName: string
  email: string
  /** yyyy-mm-dd. */
  birthDate: string | null
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase('en')
    .replace(/[^\p{L}\p{N}@.+_-]+/gu, ' ')
    .trim()

const sameText = (one: string, other: string) => fold(one) !== '' && fold(one) === fold(other)

/**
 * Two of name, e-mail and birth date must agree, and the birth dates must not contradict each other. An e-mail alone
 * is no proof, because families share one; nor is a name alone.
 */
export function samePerson(chart: Identity, fullscript: Identity): boolean {
  if (chart.birthDate && fullscript.birthDate && chart.birthDate !== fullscript.birthDate) return false
  const sameName =
    sameText(chart.familyName, fullscript.familyName) &&
    chart.givenNames.some((name) => fullscript.givenNames.some((other) => sameText(name, other)))
  const sameEmail = sameText(chart.email, fullscript.email)
  const sameBirthDate = chart.birthDate !== null && chart.birthDate === fullscript.birthDate
  return [sameName, sameEmail, sameBirthDate].filter(Boolean).length >= 2
}
