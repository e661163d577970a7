/** The settings form: what is typed and what it becomes. Pure. */
import {
  hostsSchema,
  settingsInputSchema,
  type Assumptions,
  type EnvironmentSettings,
  type FullscriptHosts,
  type FullscriptSettingsInput,
  type PlanFeature,
} from '../../../../shared/contract/fullscript'
import { isOriginOfFullscript } from '../../../../shared/vendor-hosts'

export type SettingsForm = Omit<
  FullscriptSettingsInput,
  'hosts' | 'loopbackPorts' | 'clientSecret' | 'assumptions' | 'feature'
> & {
  /** False: the addresses that Fullscript publishes for the environment. */
  ownHosts: boolean
  hosts: FullscriptHosts
  /** Empty: the one that is stored stays. */
  clientSecret: string
  /** False: the fixed ones. */
  anyPort: boolean
  /** Separated by commas, in the order they are tried. */
  loopbackPorts: string
  feature: PlanFeature
  assumptions: Assumptions
}

/** What is stored of one environment, as the form shows it. */
export function toForm(settings: EnvironmentSettings): SettingsForm {
  const { hasClientSecret: _, clientSecretSetAt: _at, redirectUris: _uris, ...rest } = settings
  const { loopbackPorts } = rest
  return {
    ...rest,
    ownHosts: rest.ownHosts || rest.environment === 'local',
    clientSecret: '',
    anyPort: loopbackPorts.length === 0,
    loopbackPorts: loopbackPorts.join(', '),
  }
}

const MESSAGES: Record<string, string> = {
  'hosts.api': 'Enter an address such as https://api-us-snd.fullscript.io/api',
  'hosts.authorize': 'Enter an address such as https://api-us-snd.fullscript.io/api/oauth/authorize',
  'hosts.embed': 'Enter an address such as https://us-snd.fullscript.io',
  originUri: 'Enter https:// and a host name, without a path',
  loopbackPorts: 'Enter one to ten numbers between 1024 and 65535',
}
const ORIGIN_OF_FULLSCRIPT = 'Enter an address of your own. This one belongs to Fullscript'
const REFUSED_HOST = 'Enter an https address at fullscript.com or fullscript.io, without a user name or “#”'
const REFUSED_LOCAL_HOST = 'Enter an address on this computer, without a user name or “#”'

export type Checked =
  { ok: true; input: FullscriptSettingsInput } | { ok: false; errors: Record<string, string> }

export function checkForm(form: SettingsForm): Checked {
  const { ownHosts, hosts, clientSecret, loopbackPorts, anyPort, ...rest } = form
  const ports = loopbackPorts.split(/[,\s]+/).filter((text) => text !== '')
  if (!anyPort && ports.length === 0) return { ok: false, errors: reasonFor('loopbackPorts', form) }
  const parsed = settingsInputSchema.safeParse({
    ...rest,
    hosts: ownHosts || rest.environment === 'local' ? trimmed(hosts) : null,
    clientSecret: clientSecret.trim() === '' ? null : clientSecret,
    loopbackPorts: anyPort ? [] : ports.map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)),
  })
  if (parsed.success) return { ok: true, input: parsed.data }
  const errors: Record<string, string> = {}
  for (const { path, code } of parsed.error.issues) {
    const name = path[0] === 'hosts' ? `hosts.${String(path[1])}` : String(path[0])
    errors[name] = code === 'custom' ? ORIGIN_OF_FULLSCRIPT : (MESSAGES[name] ?? 'This is too long')
  }
  return { ok: false, errors }
}

/** Why main refused this field of a form that looked right; nothing for what is no field. */
export function reasonFor(
  field: string,
  { environment, originUri, hosts }: SettingsForm,
): Record<string, string> {
  const [name = ''] = field.startsWith('hosts') ? [field === 'hosts' ? 'hosts.api' : field] : field.split('.')
  const refusedHost = environment === 'local' ? REFUSED_LOCAL_HOST : REFUSED_HOST
  if (name.startsWith('hosts.')) return { [name]: refusedHost }
  if (name === 'originUri' && isOriginOfFullscript(originUri, hosts)) return { [name]: ORIGIN_OF_FULLSCRIPT }
  const reason = MESSAGES[name] ?? (FIELDS.includes(name) ? 'Yarrow cannot use this' : undefined)
  return reason === undefined ? {} : { [name]: reason }
}

const FIELDS = ['environment', 'clientId', 'clientSecret', 'publicKey', 'wayBack', 'feature']

const trimmed = (hosts: FullscriptHosts): FullscriptHosts => {
  const tidy = (address: string) => address.trim().replace(/\/+$/, '')
  return hostsSchema.shape.api.safeParse(hosts.api.trim()).success
    ? { api: tidy(hosts.api), authorize: hosts.authorize.trim(), embed: tidy(hosts.embed) }
    : hosts
}
