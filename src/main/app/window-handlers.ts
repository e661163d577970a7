/** One short function for each call of the contract, each calling one service; one file for each area. */
import type { FirstScreen } from '../../shared/contract/app'
import { failed, type Result } from '../../shared/failures'
import type { EmbedHandlers, WindowHandlers } from '../bridge/register-bridge'
import { accountsHandlers, rolesHandlers } from './handlers/accounts'
import { appHandlers, type AppDependencies } from './handlers/app'
import { backupsHandlers } from './handlers/backups'
import { clinicsHandlers } from './handlers/clinics'
import { draftsHandlers } from './handlers/drafts'
import { chartsHandlers } from './handlers/charts'
import { auditHandlers } from './handlers/audit'
import { entryHandlers, timelineHandlers } from './handlers/entries'
import { embedHandlers } from './handlers/embed'
import { fullscriptHandlers } from './handlers/fullscript'
import { linksHandlers } from './handlers/links'
import { patientsHandlers } from './handlers/patients'
import { peopleHandlers } from './handlers/people'
import { plansHandlers } from './handlers/plans'
import { practiceHandlers } from './handlers/practice'
import { restoreHandlers, type Restores } from './handlers/restore'
import { setupHandlers, type RecordsChoice } from './handlers/setup'
import { withRecords } from './handlers/with-records'
import type { Records } from './records'

type Dependencies = Omit<AppDependencies, 'firstScreen'> & {
  records: () => Records | null
  /** Whether it is the sign-in screen that a start comes to. */
  keepFirstScreen: (signIn: boolean) => void
  choice: RecordsChoice
  restores: Restores
}

export function windowHandlers({
  records,
  keepFirstScreen,
  choice,
  restores,
  ...app
}: Dependencies): WindowHandlers {
  const open = withRecords(records)
  const setup = setupHandlers(open, choice)
  const people = peopleHandlers(open)
  const firstScreen = async (): Promise<FirstScreen> => {
    const opened = records() !== null
    const info = await app.info().catch(() => null)
    const state = opened ? valueOf(await setup.state(undefined)) : null
    const names = opened ? valueOf(await people.names(undefined)) : null
    const session = valueOf(await people.session(undefined)) ?? { state: 'signed-out' as const }
    // While the records open, what was kept is still as good.
    if (app.storage.state().state !== 'opening')
      keepFirstScreen(state?.needed === false && state.restored === null)
    // Last, so that an event that tells of a newer state comes after this answer.
    return { info, setup: state, names, session, storage: app.storage.state() }
  }
  return {
    app: appHandlers({ ...app, firstScreen }),
    setup,
    people,
    practice: practiceHandlers(open, choice.changeKey),
    drafts: draftsHandlers(open),
    backups: backupsHandlers(open),
    restore: restoreHandlers(restores),
    accounts: accountsHandlers(open),
    roles: rolesHandlers(open),
    patients: patientsHandlers(open),
    charts: chartsHandlers(open),
    ...entryHandlers(open),
    timeline: timelineHandlers(open),
    plans: plansHandlers(open),
    links: linksHandlers(open),
    fullscript: fullscriptHandlers(open),
    clinics: clinicsHandlers(open),
    embed: embedHandlers(open),
    audit: auditHandlers(open),
  }
}

export function embedPageHandlers(records: () => Records | null): EmbedHandlers {
  return {
    sessionGrant: async (pageId) => records()?.embed.sessionGrant(pageId) ?? failed('signed-out'),
    report: async (pageId, report) => records()?.embed.report(pageId, report) ?? failed('signed-out'),
  }
}

const valueOf = <T>(result: Result<T>): T | null => (result.ok ? result.value : null)
