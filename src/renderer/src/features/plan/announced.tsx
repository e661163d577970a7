/** Plans that were sent and are not in the chart yet: nobody has to wonder where they are. */
import type { AnnouncedPlan } from '../../../../shared/bridge/plans'
import { usePerson } from '../../bridge/person'
import { Notice } from '../../components/notice'

export function Announced({ announced }: { announced: AnnouncedPlan[] }) {
  const me = usePerson().id
  if (announced.length === 0) return null
  const one = announced.length === 1
  const colleagues = new Set(
    announced.filter(({ personId }) => personId !== me).map(({ personName }) => personName),
  )
  const says = [
    `Fullscript has ${one ? 'it' : 'them'} and could not be asked for the details yet. Nothing is lost.`,
    ...(announced.some(({ personId }) => personId === me)
      ? ['Yarrow goes on trying while you are signed in.']
      : []),
    ...[...colleagues].map((name) => `What ${name} sent comes when ${name} is signed in again.`),
  ]
  return (
    <Notice title={one ? 'A plan is on its way' : `${String(announced.length)} plans are on their way`}>
      {says.join(' ')}
    </Notice>
  )
}
