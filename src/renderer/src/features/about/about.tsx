/** What this installation is made of, and what it runs on. */
import { Text } from '@mantine/core'
import { useAppInfo } from '../../data/queries'
import { DescriptionList } from '../../ui/description-list'
import { Lines } from '../../ui/lines'
import { Notice } from '../../ui/notice'
import { Page, Section } from '../../ui/page'

const BUILDS = { release: 'Release', development: 'Development', test: 'Test' } as const

export function About() {
  const info = useAppInfo().value
  return (
    <Page title="About Yarrow" intro="Records for integrative practices, with Fullscript at its heart.">
      {!info && <Lines count={8} />}
      {info?.runtime === 'stand-in' && (
        <Notice title="This copy runs on a stand-in for Electron">
          It is for development and tests only, and older than what may be released. Do not keep real patients
          in it.
        </Notice>
      )}
      {info && (
        <>
          <Section title="This copy">
            <DescriptionList
              rows={[
                { label: 'Version', value: info.version },
                { label: 'Build', value: BUILDS[info.build] },
                { label: 'Practice', value: info.demo ? 'Demo practice, invented patients' : 'Your own' },
              ]}
            />
          </Section>
          <Section title="Your records">
            <DescriptionList
              rows={[
                { label: 'Encryption', value: info.cipher },
                { label: 'Database', value: `SQLite ${info.sqlite}` },
                { label: 'Key kept in', value: info.keychain },
              ]}
            />
          </Section>
          <Section title="Runs on">
            <DescriptionList
              rows={[
                {
                  label: 'Runtime',
                  value: info.runtime === 'electron' ? 'Electron' : 'Stand-in, not for release',
                },
                { label: 'Electron', value: info.electron },
                { label: 'Chromium', value: info.chrome },
                { label: 'Node.js', value: info.node },
                { label: 'Node-API', value: info.nodeApi },
              ]}
            />
          </Section>
          <Section title="Licences">
            <Text size="sm">
              Yarrow is built with open source, among it Electron, React, Mantine, SQLite and Inter.
            </Text>
          </Section>
        </>
      )}
    </Page>
  )
}
