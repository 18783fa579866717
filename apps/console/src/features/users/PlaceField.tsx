import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { useInstallation } from '../installation/index.ts'
import type { ComponentProps } from 'react'

/** Where somebody belongs or holds their role: the top itself, or any place below it. */
export function PlaceField(props: Omit<ComponentProps<typeof OrganizationPicker>, 'withTop' | 'levelWord' | 'levels'>) {
  const { levels } = useInstallation()
  const wordOf = (key: string) => levels.find((one) => one.key === key)?.label ?? key
  // With two levels everything below the top is of one.
  return <OrganizationPicker withTop {...(levels.length > 2 ? { levelWord: wordOf } : {})} {...props} />
}
