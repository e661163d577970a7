/**
 * At the top of a chart, on every tab: a patient at Fullscript may or may not be this one. Until somebody has said so,
 * nothing of it is in the chart.
 */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { MatchQuestion } from '../../../../shared/contract/links'
import { counted, plural } from '../../../../shared/plural'
import { useCan } from '../../data/person'
import { keys, useLinks } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useEmbedController } from '../../data/window-bridge'
import { useQueryClient } from '@tanstack/react-query'
import { FailureNotice } from '../../ui/failure-notice'
import { Notice } from '../../ui/notice'
import { Dialog } from '../../ui/overlays'
import { CompareTwo } from './compare-two'
import classes from './links.module.css'

export function SamePerson() {
  const { patientId = '' } = useParams()
  const cache = useQueryClient()
  const embed = useEmbedController()
  const links = useLinks(patientId).value
  const mayAnswer = useCan('plans:write')
  const [compared, setCompared] = useState<string | null>(null)
  const answer = useAction(async (bridge, said: { questionId: string; same: boolean }) => {
    const result = await bridge.links.answer({ patientId, ...said })
    if (result.ok) cache.setQueryData(keys.links(patientId), result.value)
    else void cache.invalidateQueries({ queryKey: keys.links(patientId) })
    const parted = result.ok ? !said.same : result.failure.code === 'embed-wrong-patient'
    if (parted) void embed.close(patientId, 'not-theirs')
    return result
  })
  const questions = links?.questions ?? []
  if (questions.length === 0 && !answer.failure) return null
  return (
    <div className={classes.strip}>
      {answer.failure && <FailureNotice failure={answer.failure} />}
      {questions.map((question) => (
        <div key={question.id}>
          <Notice
            title={titleOf(question)}
            action={
              <Button size="compact-sm" onClick={() => setCompared(question.id)} aria-haspopup="dialog">
                {mayAnswer ? 'Compare and answer' : 'Compare'}
              </Button>
            }
          >
            A patient at Fullscript can be this one, and it is not certain. Nothing of it is in the chart
            until somebody has said so.
          </Notice>
          <Dialog
            opened={compared === question.id}
            onClose={() => setCompared(null)}
            title="Is this the same person?"
            size={720}
          >
            <CompareTwo
              question={question}
              pending={answer.pending}
              answer={
                mayAnswer
                  ? (same) => {
                      void answer.run({ questionId: question.id, same })
                      setCompared(null)
                    }
                  : null
              }
            />
          </Dialog>
        </div>
      ))}
    </div>
  )
}

function titleOf({ plansWaiting }: MatchQuestion): string {
  if (plansWaiting === 0) return 'Is this the same person?'
  const who = plansWaiting === 1 ? 'A plan' : counted(plansWaiting, 'plan')
  return `${who} ${plural(plansWaiting, 'waits', 'wait')}: is this the same person?`
}
