/** What a patient's details said before, in a dialog: each version with what was new in it. */
import { usePatientHistory } from '../../data/queries'
import { Dialog } from '../../ui/overlays'
import { useLocale } from '../../ui/use-locale'
import { Versions } from '../../ui/versions'
import { versionSays } from './patient-form'

export function EarlierVersions({
  patientId,
  opened,
  close,
}: {
  patientId: string
  opened: boolean
  close: () => void
}) {
  return (
    <Dialog opened={opened} onClose={close} title="Earlier versions" size={560}>
      {opened && <History patientId={patientId} />}
    </Dialog>
  )
}

function History({ patientId }: { patientId: string }) {
  const locale = useLocale()
  return (
    <Versions
      history={usePatientHistory(patientId)}
      says={(version, before) => {
        const lines = versionSays(version, before, locale)
        // A note, for somebody who reads none.
        return lines.length === 0 ? ['Nothing that you see was changed'] : lines
      }}
    />
  )
}
