/**
 * Proves that the embed opens and stands as its machine says: what it hands over, what it says is missing, its place in the
 * window, and that at a change of person everything is gone first.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import {
  application,
  bounds,
  other,
  patientId,
  request,
  setUp,
} from '../../../../../tests/support/benches/embed'

let at: ReturnType<typeof setUp>

beforeEach(() => {
  at = setUp()
})

describe('opening', () => {
  it('tells the window each step and hands over what was asked', async () => {
    await at.toReady()
    // F-402: from now on this mount gets no other grant.
    expect(at.grants.used.mock.calls).toEqual([[at.mountId()]])
    expect(at.steps()).toEqual(['connecting', 'asking', 'loading', 'ready'])
    expect(at.view().addresses).toEqual({
      pageOrigin: 'https://app.yarrow.localhost',
      fullscriptOrigin: 'https://us-snd.fullscript.io',
      publicKey: 'key',
    })
    expect(at.view().mounted).toEqual([
      {
        mountId: 1,
        publicKey: 'key',
        env: 'us-snd',
        domain: null,
        feature: 'platform',
        entrypoint: 'catalog',
        patient: { firstName: 'Ada' },
      },
    ])
  })

  it('F-813: the package decides where Fullscript is, unless the practice has an address of Fullscript’s of its own', async () => {
    const embed = 'https://eu-us-snd.fullscript.io'
    at.now.application = ok({ ...application, hosts: { ...application.hosts, embed } })
    await at.toAsking()
    expect(at.view().mounted[0]).toMatchObject({ env: 'us-snd', domain: embed })
    expect(at.view().addresses.fullscriptOrigin).toBe(embed)
  })

  it('F-813: no address of a stranger, whatever is in the records', async () => {
    const embed = 'https://fullscript.io.evil.example'
    at.now.application = ok({ ...application, hosts: { ...application.hosts, embed } })
    await at.toAsking()
    expect(at.view().mounted[0]).toMatchObject({ env: 'us-snd', domain: null })
    expect(at.view().addresses.fullscriptOrigin).toBe('https://us-snd.fullscript.io')
  })

  it('“Add plan” opens what the practice has set, and the other entries what they name', async () => {
    at.now.application = ok({ ...application, feature: 'platform' })
    await at.toAsking({ ...request, feature: 'treatmentPlan' })
    expect(at.view().mounted[0]).toMatchObject({ feature: 'platform' })
  })

  it('F-813: a stand-in names its address', async () => {
    at.now.application = ok({
      ...application,
      environment: 'local',
      hosts: { ...application.hosts, embed: 'http://127.0.0.1:4010' },
    })
    await at.toAsking()
    expect(at.view().mounted[0]).toMatchObject({ env: 'us-snd', domain: 'http://127.0.0.1:4010' })
    expect(at.view().addresses.fullscriptOrigin).toBe('http://127.0.0.1:4010')
  })

  it('is ready ahead without any grant, and opens in the same view', async () => {
    await at.service.prepare()
    await at.report({ type: 'page-ready' })
    expect(at.grants.issue).not.toHaveBeenCalled()
    await at.toReady()
    expect(at.views).toHaveLength(1)
    expect(at.grants.issue).toHaveBeenCalledTimes(1)
  })

  it('does not use a view that was made ahead for other settings', async () => {
    await at.service.prepare()
    at.now.application = ok({ ...application, originUri: 'https://embed.practice.example' })
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.views).toHaveLength(2)
    })
    expect(at.views[0]?.destroyed).toBe(true)
    expect(at.view().addresses.pageOrigin).toBe('https://embed.practice.example')
  })

  it('says what is missing: settings, or an e-mail address of the patient', async () => {
    at.now.application = failed('fullscript-not-configured')
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.steps()).toEqual(['connecting', 'failed fullscript-not-configured'])
    })
    at = setUp()
    at.now.patient = failed('patient-email-missing')
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.steps()).toEqual(['connecting', 'failed patient-email-missing'])
    })
    expect(at.view().destroyed).toBe(true)
  })

  it('two quick openings are two plans, and the second is seen', async () => {
    at.service.open(request)
    await at.toReady(other)
    await at.report({ type: 'page-ready' }, at.views[0])
    await vi.waitFor(() => {
      expect(at.views[0]?.mounted).toHaveLength(1)
    })
    expect(at.view().placed.at(-1)).toMatchObject({ visibility: 'shown' })
    const numbers = at.views.flatMap(({ mounted }) => mounted.map((one) => one.mountId))
    expect(new Set(numbers).size).toBe(2)
  })
})

describe('the place in the window', () => {
  it('shows the view only when it is ready, lays it out aside before, and hides it when told to', async () => {
    await at.toAsking()
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'aside' })
    await at.sessionGrant()
    at.view().events.documentSeen()
    await at.report({ type: 'ready', mountId: at.mountId() })
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'shown' })
    at.service.place({ patientId, bounds, visible: false })
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'hidden' })
  })

  it('takes the focus only when something is shown, and gives it back', async () => {
    at.service.focus({ patientId })
    await at.toReady()
    at.service.focus({ patientId })
    expect(at.view().focused).toBe(1)
    await at.report({ type: 'focus-left', direction: 'forward' })
    at.view().events.focusLeft('backward')
    expect(at.focusLeft.mock.calls).toEqual([['forward'], ['backward']])
  })
})

describe('signing out', () => {
  it('waits until view, process and partition are gone', async () => {
    await at.toReady()
    let resolved = false
    const changed = at.signOut().then(() => (resolved = true))
    await Promise.resolve()
    expect(at.view().destroyed).toBe(true)
    expect(resolved).toBe(false)
    at.view().gone.resolve(undefined)
    await changed
    expect(resolved).toBe(true)
    expect(await at.service.plans()).toEqual(ok([]))
  })

  it('takes down a view that was only made ahead', async () => {
    await at.service.prepare()
    at.view().gone.resolve(undefined)
    await at.signOut()
    expect(at.view().destroyed).toBe(true)
  })

  it('what the old view still says does not count, and the window hears nothing of it', async () => {
    await at.toReady()
    const old = at.view()
    old.gone.resolve(undefined)
    await at.signOut()
    const told = at.told.length
    old.events.lost({ code: 'embed-crashed' })
    old.events.documentFailed({ code: 'embed-refused' })
    expect(at.told).toHaveLength(told)
  })
})
