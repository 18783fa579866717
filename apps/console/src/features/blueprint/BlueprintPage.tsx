import { Button, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Fact, Facts, Section } from '../../kit/Section.tsx'
import { useInstallation, useLabel } from '../installation/index.ts'
import { useMay } from '../organizations/index.ts'
import { ChangeForm } from './ChangeForm.tsx'
import { blueprintQuery } from './queries.ts'

const route = getRouteApi('/shell/o/$organization/blueprint')

/** What this installation is, and changing it: for the platform’s administrators. */
export function BlueprintPage() {
  const { t } = useTranslation('blueprint')
  const { organization } = route.useParams()
  const { product } = useInstallation()
  const label = useLabel()
  const may = useMay(organization)
  const inForce = useQuery(blueprintQuery(organization))
  if (inForce.error && !inForce.data) return <PageRefusal error={inForce.error} retry={() => void inForce.refetch()} />
  const it = inForce.data
  const download = it && (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden="true" />}
      onClick={() => save(`${it.name}.yaml`, it.text)}
    >
      {t('export')}
    </Button>
  )
  return (
    <Page title={label('menu.blueprint', t('title'))} hint={t('hint', { product })} action={download}>
      <Stack gap="md">
        {!it && <Skeleton height={120} radius="lg" />}
        {it && (
          <Section title={t('inForce')}>
            <Facts>
              <Fact term={t('name')}>{it.name}</Fact>
              <Fact term={t('applied')}>
                <Moment at={it.appliedAt} />
              </Fact>
              <Fact term={t('source')}>{t(`sources.${it.source}`)}</Fact>
            </Facts>
          </Section>
        )}
        <ChangeForm organization={organization} current={it?.text} mayApply={may('blueprint.apply')} />
      </Stack>
    </Page>
  )
}

function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
