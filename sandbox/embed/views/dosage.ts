/** The choices of a dosage, and a dosage in one sentence. */
import type { Dosage } from '../../store/types'

export const FREQUENCIES = [
  'once per day',
  'twice per day',
  'three times per day',
  'four times per day',
  'every morning',
  'every night',
]

/** Number of days as text, or words (fullscript.md 4.2). */
export const DURATIONS = [
  '7',
  '14',
  '30',
  '56',
  '60',
  '90',
  '180',
  'ongoing',
  'as needed',
  'until symptoms resolve',
]

export const TIMES = ['morning', 'afternoon', 'evening', 'night']

export const durationLabel = (duration: string): string =>
  /^\d+$/.test(duration) ? `${duration} days` : duration

/** `2 capsules, once per day, for 30 days` */
export function sentence(dosage: Dosage): string {
  const counted = /^[\d.-]+$/.test(dosage.amount)
  const amount = counted ? `${dosage.amount} ${unitWord(dosage)}` : dosage.amount
  const duration =
    dosage.duration === null
      ? ''
      : /^\d+$/.test(dosage.duration)
        ? `, for ${dosage.duration} days`
        : `, ${dosage.duration}`
  return `${amount}, ${dosage.frequency}${duration}`
}

function unitWord({ amount, format }: Dosage): string {
  if (format === 'liquid') return 'ml'
  if (format === 'drops' || format === 'powder' || format === 'gel') return format
  return amount === '1' ? format : `${format}s`
}
