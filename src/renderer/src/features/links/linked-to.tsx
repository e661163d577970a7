/** Under a chart's plans: by whom it was linked to a patient at Fullscript, and how to undo that. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { PatientLink } from '../../../../shared/contract/links'
import { counted, plural } from '../../../../shared/plural'
import { useCan } from '../../data/person'
import { keys, useLinks } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useEmbedController } from '../../data/window-bridge'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay, isolated } from '../../ui/format'
import { Dialog } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import classes from './links.module.css'

export function LinkedTo() {
  const { patientId = '' } = useParams()
  const links = useLinks(patientId).value?.links ?? []
  return links.map((link) => (
    <Linked key={`${link.environment} ${link.clinicId}`} patientId={patientId} link={link} />
  ))
}

function Linked({ patientId, link }: { patientId: string; link: PatientLink }) {
  const locale = useLocale()
  const cache = useQueryClient()
  const embed = useEmbedController()
  const mayUndo = useCan('plans:write')
  const [asked, setAsked] = useState(false)
  const { clinicName, linked, plans, clinicId, environment, fullscriptPatientId } = link
  const undo = useAction((bridge, _: null) =>
    bridge.links.undo({ patientId, environment, clinicId, fullscriptPatientId }),
  )
  const confirm = async () => {
    const result = await undo.run(null)
    if (!result.ok) return
    setAsked(false)
    void embed.close(patientId, 'not-theirs')
    cache.setQueryData(keys.links(patientId), result.value)
    void cache.invalidateQueries({ queryKey: keys.plans(patientId), exact: true })
  }
  const where = clinicName === '' ? 'Fullscript' : `Fullscript, ${isolated(clinicName)}`
  const when = `${isolated(linked.personName)} on ${formatDay(linked.at, locale)}`
  return (
    <div className={classes.linked}>
      <Text size="xs" c="dimmed">
        Linked to a patient at {where} by {when}
      </Text>
      {mayUndo && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => setAsked(true)}
          aria-haspopup="dialog"
        >
          Not the same person? Undo link
        </Button>
      )}
      <Dialog opened={asked} onClose={() => setAsked(false)} title="Undo the link to Fullscript?" size={480}>
        <Stack gap={16}>
          <Text size="sm">
            This chart was linked to a patient at {where} by {when}.{' '}
            {plans > 0 &&
              `${counted(plans, 'plan')} came by it. ${plural(plans, 'It leaves', 'They leave')} this chart, and ${plural(plans, 'is', 'are')} kept in the records with your name and the time.`}
          </Text>
          <Text size="sm">
            At Fullscript nothing changes. Afterwards the right chart can be linked, and the plans come into
            that one.
          </Text>
          {undo.failure && <FailureNotice failure={undo.failure} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={() => setAsked(false)}>
              Keep link
            </Button>
            <Button color="red.9" loading={undo.pending} onClick={() => void confirm()}>
              Undo link
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </div>
  )
}
