import { en as access } from '../features/access/texts.en.ts'
import { en as activity } from '../features/activity/texts.en.ts'
import { en as addresses } from '../features/addresses/texts.en.ts'
import { en as blueprint } from '../features/blueprint/texts.en.ts'
import { en as hosts } from '../features/hosts/texts.en.ts'
import { en as federation } from '../features/federation/texts.en.ts'
import { en as devices } from '../features/devices/texts.en.ts'
import { en as factors } from '../features/factors/texts.en.ts'
import { en as installation } from '../features/installation/texts.en.ts'
import { en as invitations } from '../features/invitations/texts.en.ts'
import { en as joinings } from '../features/joinings/texts.en.ts'
import { en as keys } from '../features/keys/texts.en.ts'
import { en as lockouts } from '../features/lockouts/texts.en.ts'
import { en as mail } from '../features/mails/texts.en.ts'
import { en as organizations } from '../features/organizations/texts.en.ts'
import { en as passwords } from '../features/passwords/texts.en.ts'
import { en as policies } from '../features/policies/texts.en.ts'
import { en as profile } from '../features/profile/texts.en.ts'
import { en as roles } from '../features/roles/texts.en.ts'
import { en as sessions } from '../features/sessions/texts.en.ts'
import { en as settings } from '../features/settings/texts.en.ts'
import { en as users } from '../features/users/texts.en.ts'
import { en as inherited } from '../kit/inherited/texts.en.ts'
import { en as kit } from '../kit/texts.en.ts'
import { en as app } from './texts.en.ts'

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
