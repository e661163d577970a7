/**
 * A whole bridge in memory: the contract's calls and events without a main process. Scenario switches change what it
 * answers; `fail` makes any call fail; `calls` says what was asked. It behaves, it does not imitate looks: a person
 * signs in with the demo password, a search searches, an update checks its version. One file for each area of the
 * contract.
 */
import type { WindowBridge } from '../../../../shared/contract'
import { accountsArea, rolesArea } from './accounts'
import { appArea } from './app'
import { auditArea } from './audit'
import { draftsArea } from './drafts'
import { entryAreas } from './entries'
import { embedArea } from './embed'
import { fullscriptArea } from './fullscript'
import { linksArea } from './links'
import { patientsArea } from './patients'
import { peopleArea } from './people'
import { plansArea } from './plans'
import { backupsArea } from './backups'
import { practiceArea } from './practice'
import { restoreArea } from './restore'
import { setupArea } from './setup'
import { CLINICS, fakeClinics } from './clinics'
import { FakeMain } from './fake-main'
export type { Scenario } from './scenario'

export class FakeBridge extends FakeMain {
  readonly bridge: WindowBridge = {
    app: appArea(this),
    people: peopleArea(this),
    practice: practiceArea(this),
    backups: backupsArea(this),
    restore: restoreArea(this),
    drafts: draftsArea(this),
    accounts: accountsArea(this),
    roles: rolesArea(this),
    setup: setupArea(this),
    patients: patientsArea(this),
    ...entryAreas(this),
    plans: plansArea(this),
    links: linksArea(this),
    fullscript: fullscriptArea(this),
    embed: embedArea(this),
    audit: auditArea(this),
    charts: this.charts.bridge,
    clinics: fakeClinics(CLINICS, (name, input, make) => this.answer(name, input, make)),
    on: {
      audit: { verifying: this.on('audit.verifying') },
      app: { storageChanged: this.on('app.storageChanged'), changed: this.on('app.changed') },
      people: { changed: this.on('people.changed'), answerWaits: this.on('people.answerWaits') },
      backups: { progress: this.on('backups.progress') },
      restore: { progress: this.on('restore.progress') },
      fullscript: {
        connectChanged: this.on('fullscript.connectChanged'),
        connectionChanged: this.on('fullscript.connectionChanged'),
        clockSkewChanged: this.on('fullscript.clockSkewChanged'),
      },
      embed: { changed: this.on('embed.changed'), focusLeft: this.on('embed.focusLeft') },
    },
  }
}
