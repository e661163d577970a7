/**
 * The demo practice's Fullscript app when a local Fullscript runs beside it: entered once, at the first sign-in, so
 * that whoever tries Yarrow does not have to copy three keys. Never for a real practice, never over saved settings.
 */
import type { ApplicationSettings } from '../integrations/fullscript/settings'
import type { Sessions } from '../identity/session'
import type { Practice } from '../practice/practice-repository'

/** What a local Fullscript says about the app that is registered there. */
export type LocalApplication = {
  origin: string
  clientId: string
  clientSecret: string
  publicKey: string
}

export function prefillLocalApplication({
  application,
  sessions,
  settings,
  practice,
}: {
  application: LocalApplication | null
  sessions: Sessions
  settings: ApplicationSettings
  practice: () => Promise<Practice | null>
}): void {
  if (!application) return
  const { origin, clientId, clientSecret, publicKey } = application
  sessions.onChange(async (session) => {
    if (!session || (await settings.environment()) !== null) return
    if ((await practice())?.demo !== true) return
    const shown = await settings.read()
    if (!shown.ok) return
    await settings.save({
      environment: 'local',
      hosts: { api: `${origin}/api`, authorize: `${origin}/oauth/authorize`, embed: origin },
      clientId,
      clientSecret,
      publicKey,
      originUri: shown.value.originUri,
      wayBack: 'loopback',
      loopbackPorts: shown.value.loopbackPorts,
    })
  })
}
