import type { federation } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Transact } from '../../platform/db/scope.ts'
import type { Egress } from '../../platform/egress/fetch.ts'
import type { TextRecords } from '../../platform/egress/records.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Returning } from '../hosts/index.ts'
import { invitedWith } from '../invitations/index.ts'
import type { Policies } from '../policies/index.ts'
import { connectionsWith } from './connections.ts'
import { domainsWith } from './domains.ts'
import { joiningWith } from './joining.ts'
import { journeysWith } from './journeys.ts'
import { ownWith } from './own.ts'
import { providersOn } from './provider.ts'
import { signingInWith } from './signing-in.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly transact: Transact
  readonly throttle: Throttle
  readonly policies: Policies
  readonly egress: Egress
  readonly records: TextRecords
  readonly sealingKey: Buffer
  readonly publicUrl: URL
  readonly returning: Returning
  readonly onTrouble: (error: unknown) => void
}

export function actionsWith(given: Capabilities): ActionsFor<typeof federation> {
  const providers = providersOn(given.egress)
  const all = { ...given, providers }
  const journeys = journeysWith(all)
  const invited = invitedWith(given)
  return {
    ...connectionsWith(all),
    ...domainsWith(given),
    ...signingInWith({ ...given, journeys, invited }),
    ...ownWith({ ...given, journeys, joining: joiningWith({ ...given, invited }) }),
  }
}
