/**
 * Stands where the system browser would: takes the address that Yarrow opens, lets the local Fullscript consent in
 * somebody's name, and goes back to Yarrow with the code. Arguments: control address, e-mail, address.
 */
import { get } from 'node:http'

const [control = '', user = '', address = ''] = process.argv.slice(2)
const asked = new URL(address).searchParams
const redirectUri = asked.get('redirect_uri') ?? ''
const answer = await fetch(`${control}/api/codes`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    clientId: asked.get('client_id'),
    user,
    redirectUri,
    codeChallenge: asked.get('code_challenge'),
  }),
})
const { code } = await answer.json()
const back = new URL(redirectUri)
back.searchParams.set('code', code)
back.searchParams.set('state', asked.get('state') ?? '')
// Not fetch, which says of itself that it is a script: Yarrow lets only a browser's navigation in.
get(back, (page) => page.resume())
