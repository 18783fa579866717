import type { FieldProblem, Organization, Policy } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ChangeDialog } from '../../kit/inherited/ChangeDialog.tsx'
import { keyOf } from '../../kit/texts.ts'
import { useLevel } from '../installation/index.ts'
import { useReload, useShowPolicy } from './queries.ts'
import type { en } from './texts.en.ts'
import { ValueField } from './ValueField.tsx'
import { shapeOf, usePolicyWords } from './words.ts'

interface Props {
  organization: Organization
  policy: Policy
  onClose: () => void
}
type Faulty = keyof typeof en.faults

/** Sets one policy here, or takes back what is set. */
export function PolicyDialog({ organization: place, policy, onClose }: Props) {
  const { t } = useTranslation('policies')
  const words = usePolicyWords().of(policy.key)
  const { below } = useLevel(place.level)
  const show = useShowPolicy(place.id)
  const { key } = policy
  const target = { organization: place.id, policy: key }
  const sentence = ({ code }: FieldProblem) =>
    code === 'policy_value_wrong' && key in faulty ? t(`faults.${keyOf(key) as Faulty}`) : t('form.wrong')
  return (
    <ChangeDialog
      it={policy}
      words={words}
      {...(!policy.obeyed && { note: t('waitingHelp') })}
      lockable={below !== undefined}
      wrong="policy_value_wrong"
      sentence={sentence}
      renderField={(value, errors, onChange) => (
        <ValueField
          organization={place.id}
          shape={shapeOf(key)}
          label={words.name}
          value={value}
          errors={errors}
          onChange={onChange}
        />
      )}
      set={(wanted, options) => api.policies.set({ ...target, ...wanted }, options)}
      reset={(why, options) => api.policies.reset({ ...target, ...why }, options)}
      onChanged={show}
      onRefused={useReload()}
      onClose={onClose}
    />
  )
}

const faulty: Partial<Record<Policy['key'], true>> = {
  dormant: true,
  'email.domains': true,
  'invitation.lifetime': true,
  'mfa.required': true,
  'code.pattern': true,
}
