import { Stack } from '@mantine/core'
import { organizations as routes, type Organization, type OrganizationRef } from '@tenantry/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { FormDialog, FormFoot } from '../../kit/FormDialog.tsx'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation, useLevel } from '../installation/index.ts'
import { DetailFields, TierField, places, ruled, useForms, type Details } from './OrganizationFields.tsx'
import { useMay, useShowOrganization } from './queries.ts'

interface Props {
  place: Organization
  opened: boolean
  onClose: () => void
}
const empty: Details = { name: '', code: '', description: '', host: '', tier: '' }

/** Creates an organization; its kind follows from where it shall lie. */
export function CreateDialog({ place, opened, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const [parent, setParent] = useState<OrganizationRef>(place)
  const { below } = useLevel(parent.level)
  if (!below) return null
  return (
    <FormDialog opened={opened} onClose={onClose} title={t('create.title', { level: below.label })}>
      <CreateForm place={place} parent={parent} onParent={setParent} onClose={onClose} />
    </FormDialog>
  )
}

interface FormProps extends Pick<Props, 'place' | 'onClose'> {
  parent: OrganizationRef
  onParent: (parent: OrganizationRef) => void
}

function CreateForm({ place, parent, onParent, onClose }: FormProps) {
  const { t } = useTranslation('organizations')
  const navigate = useNavigate()
  const show = useShowOrganization()
  const may = useMay(place.id)
  const { levels, tiers } = useInstallation()
  const { lower } = useLevel(place.level)
  const { below } = useLevel(parent.level)
  const code = below?.code ?? 'optional'
  const form = useFields<Details>(ruled(routes.create.body, code), empty, places, useForms())
  const create = useAct(
    ({ name, tier, ...details }: Details, intent) => {
      const [abbreviation, description, host] = [details.code, details.description, details.host].map((text) =>
        given(text),
      )
      return api.organizations.create(
        {
          organization: parent.id,
          name: name.trim(),
          ...(abbreviation && code !== 'none' ? { code: abbreviation } : {}),
          ...(description ? { description } : {}),
          ...(host ? { host } : {}),
          ...(tier ? { tier } : {}),
        },
        intent,
      )
    },
    {
      done: (created) => {
        show(created)
        toast({ text: t('create.done', { name: created.name }) })
        void navigate({ to: '/o/$organization', params: { organization: created.id } })
      },
      refused: form.place,
    },
  )
  return (
    <form noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        {lower.length > 1 && (
          <OrganizationPicker
            label={t('create.parent')}
            description={t('create.parentHelp', { level: below?.label ?? '' })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            top={place}
            withTop
            levels={lower.slice(0, -1).map(({ key }) => key)}
            levelWord={(key) => levels.find((level) => level.key === key)?.label ?? key}
            value={parent}
            onChange={onParent}
          />
        )}
        <DetailFields form={form} code={code} />
        {tiers.length > 0 && may('organizations.set_tier') && <TierField form={form} />}
        <FormFoot failure={form.failure} submit={t('create.submit')} pending={create.isPending} onCancel={onClose} />
      </Stack>
      <LeaveGuard dirty={form.isDirty() && !create.isPending && !create.isSuccess} />
    </form>
  )
}
