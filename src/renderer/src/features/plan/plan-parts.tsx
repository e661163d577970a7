/** What a plan is made of: products and laboratory tests, each whole as Fullscript has it. */
import { Text } from '@mantine/core'
import type { PlanLab, PlanLine } from '../../../../shared/contract/plans'
import { doseText, purchaseText, timingText } from '../../../../shared/dosage'
import { unreadText } from './plan-words'
import classes from './plan.module.css'

const GONE = 'No longer in Fullscript’s catalogue'

function nameOf({ named, gone, productName }: PlanLine): string {
  if (named) return productName
  return gone ? GONE : 'Product name is on its way'
}

const refills = (refill: boolean | null) =>
  refill === null ? 'Refills not said' : refill ? 'Refills allowed' : 'No refills'

export function ProductLine({ line }: { line: PlanLine }) {
  const about = [
    line.brandName,
    purchaseText(line.packageText, line.unitsToPurchase),
    line.gone && !line.named ? `product id ${line.code}` : '',
  ]
  return (
    <li className={classes.product}>
      <div className={classes.what}>
        <Text size="sm" fw={550}>
          {nameOf(line)}
        </Text>
        <Text size="xs" c="dimmed">
          {about.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div className={classes.how}>
        <Text size="sm">{doseText(line)}</Text>
        <Text size="xs" c="dimmed">
          {timingText(line)}
        </Text>
      </div>
      <Text size="xs" c="dimmed" className={classes.refill}>
        {line.unread.includes('refill') ? '' : refills(line.refill)}
      </Text>
      <Whole text={line.instructions} />
      <Unread text={unreadText(line.unread)} />
    </li>
  )
}

export function LabLine({ lab }: { lab: PlanLab }) {
  return (
    <li className={classes.product} data-testid="plan-lab">
      <div className={classes.what}>
        <Text size="sm" fw={550}>
          {lab.name === '' ? 'Lab without a name' : lab.name}
        </Text>
        <Text size="xs" c="dimmed">
          {lab.tests.join(', ')}
        </Text>
      </div>
      <Text size="sm" className={classes.how}>
        {lab.requiresFasting === null ? '' : lab.requiresFasting ? 'Fasting needed' : 'No fasting needed'}
      </Text>
      <Text size="xs" c="dimmed" className={classes.refill}>
        Lab
      </Text>
      <Whole text={lab.instructions} />
      <Unread text={unreadText(lab.unread)} />
    </li>
  )
}

/** Somebody else's words: all of them, with their line breaks. */
export function Whole({ text }: { text: string }) {
  return (
    text !== '' && (
      <Text size="sm" className={classes.whole}>
        {text}
      </Text>
    )
  )
}

export function Unread({ text }: { text: string }) {
  return (
    text !== '' && (
      <Text size="xs" className={classes.unread}>
        {text}
      </Text>
    )
  )
}
