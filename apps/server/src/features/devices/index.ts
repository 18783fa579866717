import { devices } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import type { Policies } from '../policies/index.ts'
import { actionsWith } from './actions.ts'

export const devicesFeature = (capabilities: { readonly policies: Policies }) =>
  mounted(devices, actionsWith(capabilities))
