/** A plan's line in words. Pure; what Fullscript left out is left out here, never guessed. */
import type { PlanLine } from '../../../../shared/bridge/plans'

const join = (parts: string[], by: string) => parts.filter((part) => part !== '').join(by)

/** Fullscript's forms that can be counted (fullscript.md 4.2), by how they read for more than one. */
const COUNTED: Readonly<Record<string, string>> = {
  capsule: 'capsules',
  chewable: 'chewables',
  drop: 'drops',
  lozenge: 'lozenges',
  packet: 'packets',
  pellet: 'pellets',
  scoop: 'scoops',
  strip: 'strips',
  suppository: 'suppositories',
  tablet: 'tablets',
}

const formText = ({ dosageAmount, dosageFormat }: PlanLine) =>
  dosageAmount === '' || dosageAmount === '1' ? dosageFormat : (COUNTED[dosageFormat] ?? dosageFormat)

/** "2 capsules, twice a day, for 30 days" */
export function dosageText(line: PlanLine): string {
  const amount = join([line.dosageAmount, formText(line)], ' ')
  return join([amount, line.dosageFrequency, line.dosageDuration], ', ') || 'No dosage given'
}

/** "morning, evening · with food · Shake well" */
export function timingText(line: PlanLine): string {
  return join([line.timeOfDay.join(', '), line.takeWith, line.instructions], ' · ')
}

/** "60 capsules × 2" */
export function packageText(line: PlanLine): string {
  return line.unitsToPurchase > 1 ? `${line.packageText} × ${line.unitsToPurchase}` : line.packageText
}
