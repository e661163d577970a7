/** The settings form: what is typed and what it becomes. Pure. */
import {
  hostsSchema,
  settingsInputSchema,
  type Assumptions,
  type FullscriptHosts,
  type FullscriptSettings,
  type FullscriptSettingsInput,
} from '../../../../shared/bridge/fullscript'

export type SettingsForm = Omit<
  FullscriptSettingsInput,
  'hosts' | 'loopbackPorts' | 'clientSecret' | 'assumptions'
> & {
  /** False: the addresses that Fullscript publishes for the environment. */
  ownHosts: boolean
  hosts: FullscriptHosts
  /** Empty: the one that is stored stays. */
  clientSecret: string
  /** Separated by commas; empty: any free port. */
  loopbackPorts: string
  assumptions: Assumptions
}

export function toForm(settings: FullscriptSettings): SettingsForm {
  const { environment, hosts, clientId, publicKey, originUri, wayBack, loopbackPorts, authorization } =
    settings
  return {
    environment,
    hosts,
    ownHosts: environment === 'local',
    clientId,
    clientSecret: '',
    publicKey,
    originUri,
    wayBack,
    authorization,
    loopbackPorts: loopbackPorts.join(', '),
    assumptions: settings.assumptions,
  }
}

const MESSAGES: Record<string, string> = {
  'hosts.api': 'Enter an address such as https://api-us-snd.fullscript.io/api',
  'hosts.authorize': 'Enter an address such as https://api-us-snd.fullscript.io/api/oauth/authorize',
  'hosts.embed': 'Enter an address such as https://us-snd.fullscript.io',
  originUri: 'Enter https:// and a host name, without a path',
  loopbackPorts: 'Enter up to ten numbers between 1024 and 65535',
}

export type Checked =
  { ok: true; input: FullscriptSettingsInput } | { ok: false; errors: Record<string, string> }

export function checkForm(form: SettingsForm): Checked {
  const { ownHosts, hosts, clientSecret, loopbackPorts, ...rest } = form
  const ports = loopbackPorts.split(/[,\s]+/).filter((text) => text !== '')
  const parsed = settingsInputSchema.safeParse({
    ...rest,
    hosts: ownHosts || rest.environment === 'local' ? trimmed(hosts) : null,
    clientSecret: clientSecret.trim() === '' ? null : clientSecret,
    loopbackPorts: ports.map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)),
  })
  if (parsed.success) return { ok: true, input: parsed.data }
  const errors: Record<string, string> = {}
  for (const { path } of parsed.error.issues) {
    const name = path[0] === 'hosts' ? `hosts.${String(path[1])}` : String(path[0])
    errors[name] = MESSAGES[name] ?? 'This is too long'
  }
  return { ok: false, errors }
}

const trimmed = (hosts: FullscriptHosts): FullscriptHosts => {
  const tidy = (address: string) => address.trim().replace(/\/+$/, '')
  return hostsSchema.shape.api.safeParse(hosts.api.trim()).success
    ? { api: tidy(hosts.api), authorize: hosts.authorize.trim(), embed: tidy(hosts.embed) }
    : hosts
}
