/** Proves in a real browser, with the unmodified SDK, the way from mount to the activated event (fullscript.md 7). */
import { existsSync } from 'node:fs'
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, postJson } from '../test-client'
import { startHostPage } from './host-page'

const CHROMIUM = '/usr/bin/chromium'

describe.skipIf(!existsSync(CHROMIUM))('the embedded feature (needs Chromium in /usr/bin)', () => {
  let sandbox: Sandbox
  let host: Awaited<ReturnType<typeof startHostPage>>
  let browser: Browser
  let page: Page
  let frame: FrameLocator

  beforeAll(async () => {
    sandbox = await startSandbox({ https: false })
    host = await startHostPage()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await host.close()
    await sandbox.close()
  })
  beforeEach(async () => {
    sandbox.control.reset()
    sandbox.control.changeApplication(applicationOf(sandbox).clientId, { originUris: [host.origin] })
    page = await (await browser.newContext({ viewport: { width: 768, height: 1024 } })).newPage()
    frame = page.frameLocator('iframe')
    await page.goto(host.origin)
    return () => page.context().close()
  })

  const grantFor = async (name: string): Promise<string> => {
    const { clientId } = applicationOf(sandbox)
    const pair = sandbox.control.issueTokens({ clientId, user: accountOf(sandbox, name).email })
    const answer = await postJson(
      `${sandbox.http}/api/clinic/embeddable/session_grants`,
      {},
      { authorization: `Bearer ${pair?.accessToken ?? ''}` },
    )
    return String(answer.body['secret_token'])
  }

  const mount = async (secretToken: string, feature: string, options: Record<string, unknown>) => {
    const { publicKey } = applicationOf(sandbox)
    await page.evaluate(
      async (input) => {
        const seen: unknown[] = []
        const { Fullscript } = window as unknown as { Fullscript: { Fullscript?: unknown } }
        const make = (Fullscript.Fullscript ?? Fullscript) as (options: unknown) => {
          create: (
            feature: string,
            options: unknown,
          ) => {
            on: (event: string, callback: (event: unknown) => void) => void
            mount: (id: string) => Promise<void>
          }
        }
        Object.assign(window, { seen })
        window.addEventListener('error', (event) => seen.push({ error: event.message }))
        const client = make({ publicKey: input.publicKey, env: 'us-snd', domain: input.domain })
        const created = client.create(input.feature, { secretToken: input.secretToken, ...input.options })
        for (const name of ['patient.selected', 'treatmentPlan.activated'])
          created.on(name, (event) => seen.push(event))
        await created.mount('mount')
      },
      { publicKey, domain: sandbox.http, feature, secretToken, options },
    )
  }

  type Seen = {
    type: string
    error?: string
    data: Record<string, Record<string, unknown>>
    clinicId: string
    oauth: unknown
  }
  const seen = async (count: number): Promise<Seen[]> => {
    await page.waitForFunction(
      (wanted) => (window as unknown as { seen: unknown[] }).seen.length >= wanted,
      count,
    )
    return page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)
  }

  it('leads staff over practitioner, suggested patient, catalogue and dosage to one activated plan', async () => {
    await mount(await grantFor('Priya Raman'), 'platform', {
      patient: {
        firstName: 'Maya',
        lastName: 'Lindqvist',
        dateOfBirth: '1988-04-12',
        email: 'maya.lindqvist@mail.example',
      },
    })
    await frame.getByTestId('practitioner').filter({ hasText: 'Tomas Okafor' }).click()
    await frame.getByTestId('suggestions').getByTestId('patient-choice').click()
    await frame.getByTestId('catalogue-search').fill('magnesium glycinate')
    await frame
      .getByTestId('result-count')
      .filter({ hasText: /^\s*1 product\s*$/ })
      .waitFor()
    await frame.getByTestId('add-product').click()
    const line = frame.getByTestId('line')
    await line.getByTestId('line-amount').fill('3')
    await line.getByTestId('line-duration').selectOption('60')
    await line.getByTestId('line-refill').uncheck()
    await frame.getByTestId('review').click()
    await frame.getByTestId('summary').filter({ hasText: '3 capsules, once per day, for 60 days' }).waitFor()
    await frame.getByTestId('message').fill('Take it an hour before bed.')
    await frame.getByTestId('send').click()
    await frame.getByTestId('sent').waitFor()

    const [selected, activated] = await seen(2)
    expect(selected?.data['patient']).toMatchObject({
      firstName: 'Maya',
      email: 'maya.lindqvist@mail.example',
    })
    const { clientId } = applicationOf(sandbox)
    const account = accountOf(sandbox, 'Tomas Okafor')
    expect(activated).toMatchObject({
      type: 'treatmentPlan.activated',
      clinicId: account.clinicId,
      oauth: { clientId },
      data: {
        treatmentPlan: {
          state: 'active',
          practitioner: { id: account.id },
          patient: { id: selected?.data['patient']?.['id'], lastName: 'Lindqvist' },
          recommendations: [
            {
              refill: false,
              unitsToPurchase: 1,
              dosage: {
                recommendedAmount: '3',
                recommendedFrequency: 'once per day',
                recommendedDuration: '60',
              },
            },
          ],
        },
      },
    })
    expect(sandbox.control.counters()).toMatchObject({ grantsClaimed: 1, plansActivated: 1, tokenized: 1 })
    expect(page.frames().some((one) => one.url().includes('secret_token'))).toBe(false)
  }, 30_000)

  it('takes a known patient straight in without patient.selected, and speaks to a practitioner at once', async () => {
    const id = sandbox.control.patients().find((patient) => patient.firstName === 'Noah')?.id
    await mount(await grantFor('Tomas Okafor'), 'treatmentPlan', { patient: { id, firstName: 'Ignored' } })
    await frame.getByTestId('patient-name').filter({ hasText: 'Noah Goldberg' }).waitFor()
    await frame.getByTestId('brand-filter').selectOption({ label: 'Heronwell' })
    await frame
      .getByTestId('product')
      .filter({ hasText: 'Broad Flora 50' })
      .getByTestId('add-product')
      .click()
    await frame.getByTestId('plan-count').filter({ hasText: '1 item' }).waitFor()
    await frame.getByTestId('review').click()
    await frame.getByTestId('send').click()
    const events = await seen(1)
    expect(events.map((event) => event.type)).toEqual(['treatmentPlan.activated'])
  }, 30_000)

  it('adds a new patient with what was sent, and a lab from the labs entry', async () => {
    await mount(await grantFor('Tomas Okafor'), 'platform', {
      entrypoint: 'labs',
      patient: {
        firstName: 'Zoë',
        lastName: 'van der Berg',
        email: 'zoe.vanderberg@mail.example',
        biologicalSex: 'female',
      },
    })
    await frame.getByTestId('create-patient').click()
    await frame.getByTestId('tab-labs').click()
    await frame.getByTestId('lab').filter({ hasText: 'Iron Status' }).getByTestId('add-lab').click()
    await frame.getByTestId('review').click()
    await frame.getByTestId('send').click()
    const [selected, activated] = await seen(2)
    expect(selected?.data['patient']).toMatchObject({ firstName: 'Zoë', biologicalSex: 'female' })
    expect(activated?.data['treatmentPlan']?.['labRecommendations']).toMatchObject([
      { name: 'Iron Status', requiresFasting: true },
    ])
  }, 30_000)

  it('F-402 shows the error page and throws serverError for a grant used twice', async () => {
    const secret = await grantFor('Tomas Okafor')
    await mount(secret, 'platform', {})
    await frame.getByTestId('patient-search').waitFor()
    await page.evaluate(() => document.querySelector('#mount')?.replaceChildren())
    await mount(secret, 'platform', {})
    await frame.getByTestId('frame-error').waitFor()
    const [problem] = await seen(1)
    expect(problem?.error).toContain('INVALID_SECRET_TOKEN')
  }, 30_000)

  it('is refused by the browser where the origin is not registered, and the grant stays whole', async () => {
    sandbox.control.changeApplication(applicationOf(sandbox).clientId, {
      originUris: ['https://elsewhere.example'],
    })
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await mount(await grantFor('Tomas Okafor'), 'platform', {})
    await refused
    expect(sandbox.control.counters().grantsClaimed).toBe(0)
  }, 30_000)
})
