/** The thin line beside the tabs: how far Fullscript is, what to open, and the way out. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import type { EmbedState } from '../../../../shared/contract/embed'
import type { Patient } from '../../../../shared/contract/patients'
import { useCan } from '../../data/person'
import type { EmbedRequest } from '../../data/embed-controller'
import { useOpenPlan } from '../../data/use-embed'
import { useEmbedController } from '../../data/window-bridge'
import { fullName } from '../../ui/format'
import { Hint } from '../../ui/hint'
import { AddPlanIcon, CloseIcon, LabsIcon, PlansIcon, MoreIcon, PanelIcon } from '../../ui/icons'
import { DropMenu } from '../../ui/overlays'
import classes from './plan.module.css'

type Props = {
  patient: Patient
  working: boolean
  /** A plan came into the chart since the page was opened. */
  imported: boolean
  listShown: boolean
  toggleList: () => void
}

export function PlanBar({ patient, working, imported, listShown, toggleList }: Props) {
  const controller = useEmbedController()
  const state = useOpenPlan(patient.id)?.state ?? CLOSED
  const mayPlan = useCan('plans:write')
  return (
    <div className={classes.bar}>
      <span
        className={classes.status}
        data-step={working ? state.step : 'closed'}
        role="status"
        data-testid="embed-status"
      >
        {working && state.step !== 'closed' && <span className={classes.dot} aria-hidden />}
        <span className="clip">
          {working ? (imported && state.step === 'ready' ? 'Plan added to the chart' : stepText(state)) : ''}
        </span>
      </span>
      {mayPlan && <OpenMenu patient={patient} />}
      {working && (
        <>
          <Hint text={listShown ? 'Hide the plans in the chart' : 'Show the plans in the chart'}>
            <ActionIcon
              variant={listShown ? 'light' : 'subtle'}
              color={listShown ? 'yarrow' : 'gray'}
              onClick={toggleList}
              aria-label="Plans in the chart"
              aria-pressed={listShown}
            >
              <PanelIcon size={17} stroke={1.8} />
            </ActionIcon>
          </Hint>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<CloseIcon size={14} />}
            onClick={() => void controller.close(patient.id)}
          >
            Close Fullscript
          </Button>
        </>
      )}
    </div>
  )
}

function OpenMenu({ patient }: { patient: Patient }) {
  const controller = useEmbedController()
  const open = (what: Pick<EmbedRequest, 'feature' | 'entrypoint'>) => () =>
    controller.ask({ patientId: patient.id, patientName: fullName(patient), ...what })
  return (
    <DropMenu width={232}>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          color="gray"
          rightSection={<MoreIcon size={14} />}
          className={classes.open}
        >
          Open Fullscript
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<AddPlanIcon size={16} />}
          onClick={open({ feature: 'treatmentPlan', entrypoint: 'catalog' })}
        >
          Plan builder
        </Menu.Item>
        <Menu.Item
          leftSection={<PlansIcon size={16} />}
          onClick={open({ feature: 'platform', entrypoint: 'catalog' })}
        >
          Catalog
        </Menu.Item>
        <Menu.Item
          leftSection={<LabsIcon size={16} />}
          onClick={open({ feature: 'platform', entrypoint: 'labs' })}
        >
          Labs
        </Menu.Item>
      </Menu.Dropdown>
    </DropMenu>
  )
}

const CLOSED: EmbedState = { step: 'closed' }

const STEPS = {
  closed: '',
  connecting: 'Opening Fullscript',
  asking: 'Signing in to Fullscript',
  loading: 'Loading Fullscript',
  ready: 'Fullscript is ready',
  failed: 'Fullscript did not open',
} as const satisfies Record<EmbedState['step'], string>

export const stepText = (state: EmbedState): string => STEPS[state.step]
