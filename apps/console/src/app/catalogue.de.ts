import { de as access } from '../features/access/texts.de.ts'
import { de as activity } from '../features/activity/texts.de.ts'
import { de as addresses } from '../features/addresses/texts.de.ts'
import { de as blueprint } from '../features/blueprint/texts.de.ts'
import { de as hosts } from '../features/hosts/texts.de.ts'
import { de as federation } from '../features/federation/texts.de.ts'
import { de as devices } from '../features/devices/texts.de.ts'
import { de as factors } from '../features/factors/texts.de.ts'
import { de as installation } from '../features/installation/texts.de.ts'
import { de as invitations } from '../features/invitations/texts.de.ts'
import { de as joinings } from '../features/joinings/texts.de.ts'
import { de as keys } from '../features/keys/texts.de.ts'
import { de as lockouts } from '../features/lockouts/texts.de.ts'
import { de as mail } from '../features/mails/texts.de.ts'
import { de as organizations } from '../features/organizations/texts.de.ts'
import { de as passwords } from '../features/passwords/texts.de.ts'
import { de as policies } from '../features/policies/texts.de.ts'
import { de as profile } from '../features/profile/texts.de.ts'
import { de as roles } from '../features/roles/texts.de.ts'
import { de as sessions } from '../features/sessions/texts.de.ts'
import { de as settings } from '../features/settings/texts.de.ts'
import { de as users } from '../features/users/texts.de.ts'
import { de as inherited } from '../kit/inherited/texts.de.ts'
import { de as kit } from '../kit/texts.de.ts'
import { de as app } from './texts.de.ts'

export const catalogue = {
  activity,
  addresses,
  app,
  blueprint,
  devices,
  factors,
  kit,
  access,
  keys,
  hosts,
  federation,
  inherited,
  installation,
  invitations,
  joinings,
  lockouts,
  mail,
  organizations,
  passwords,
  policies,
  profile,
  roles,
  sessions,
  settings,
  users,
}
