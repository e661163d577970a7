/**
 * A dose in words. Every number stands with its unit; where Fullscript gives none, that is said and none is invented.
 * Pure; what was left out is left out here too.
 */

export type Dose = {
  dosageAmount: string
  dosageFrequency: string
  dosageDuration: string
  dosageFormat: string
}

/** Forms that can be counted, one and several. */
const COUNTED: readonly (readonly [one: string, several: string])[] = [
  ['capsule', 'capsules'],
  ['chewable', 'chewables'],
  ['drop', 'drops'],
  ['gummy', 'gummies'],
  ['lozenge', 'lozenges'],
  ['packet', 'packets'],
  ['patch', 'patches'],
  ['pellet', 'pellets'],
  ['sachet', 'sachets'],
  ['scoop', 'scoops'],
  ['softgel', 'softgels'],
  ['spray', 'sprays'],
  ['strip', 'strips'],
  ['suppository', 'suppositories'],
  ['tablet', 'tablets'],
  ['wafer', 'wafers'],
]

/** "2", "0.5", "1/2", "½", "1 1/2", and ranges of them: "1-2", "1 to 2". Nothing that could hold a unit. */
const NUMBER = String.raw`\d+(?:[.,]\d+)?(?:\s*\/\s*\d+)?|\d*\s*[¼½¾⅓⅔]|\d+\s+\d+\/\d+`
const ONLY_NUMBER = new RegExp(`^(?:${NUMBER})(?:\\s*(?:-|–|—|to|or)\\s*(?:${NUMBER}))?$`, 'iu')
const AT_MOST_ONE = /^(?:1|1[.,]0+|0[.,]\d+|0*1\s*\/\s*\d+|[¼½¾⅓⅔])$/u

const UNIT_UNKNOWN = '(unit not given)'

const isNumber = (text: string) => ONLY_NUMBER.test(text)
const join = (parts: readonly string[], by: string) => parts.filter((part) => part !== '').join(by)

const countedBy = (form: string) => {
  const word = form.toLocaleLowerCase('en')
  return COUNTED.find((pair) => pair.includes(word))
}

/** "2 capsules", "1 tsp (powder)", "5 (unit not given), powder". */
function amountText(amount: string, form: string): string {
  if (amount === '') return form
  const counted = countedBy(form)
  if (!isNumber(amount)) {
    const words = amount.toLocaleLowerCase('en')
    const names = counted ?? [form.toLocaleLowerCase('en')]
    return form === '' || names.some((name) => words.includes(name)) ? amount : `${amount} (${form})`
  }
  if (counted) return `${amount} ${AT_MOST_ONE.test(amount) ? counted[0] : counted[1]}`
  return join([`${amount} ${UNIT_UNKNOWN}`, form], ', ')
}

/** Fullscript gives a duration as a number of days, or in words. */
function durationText(duration: string): string {
  if (/^\d+$/.test(duration)) return `for ${duration} ${Number(duration) === 1 ? 'day' : 'days'}`
  return isNumber(duration) ? `for ${duration} ${UNIT_UNKNOWN}` : duration
}

const frequencyText = (frequency: string) =>
  isNumber(frequency) ? `${frequency} ${UNIT_UNKNOWN}` : frequency

/** "2 capsules, twice per day, for 30 days" */
export function doseText(dose: Dose): string {
  const [amount, frequency, duration, form] = [
    dose.dosageAmount,
    dose.dosageFrequency,
    dose.dosageDuration,
    dose.dosageFormat,
  ].map((part) => part.trim()) as [string, string, string, string]
  const parts = [amountText(amount, form), frequencyText(frequency), durationText(duration)]
  return join(parts, ', ') || 'No dosage given'
}

/** What is in one package: "60 capsules"; empty where neither is known. */
export const packageSize = (units: string, unit: string): string =>
  units !== '' && unit === '' && isNumber(units) ? `${units} ${UNIT_UNKNOWN}` : join([units, unit], ' ')

/** What to buy: "60 capsules", "2 × 60 capsules"; null where the number could not be read. */
export function purchaseText(packageText: string, unitsToPurchase: number | null): string {
  if (unitsToPurchase === null || unitsToPurchase === 1) return packageText
  return packageText === '' ? `${unitsToPurchase} packages` : `${unitsToPurchase} × ${packageText}`
}

/** "morning, evening · with food" */
export function timingText(line: { timeOfDay: readonly string[]; takeWith: string }): string {
  const { takeWith } = line
  const saysHow = /^(?:with|without|before|after|on|between|take|away|during)\b/i.test(takeWith)
  return join(
    [line.timeOfDay.join(', '), takeWith === '' || saysHow ? takeWith : `take with: ${takeWith}`],
    ' · ',
  )
}
