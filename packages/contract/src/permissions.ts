/**
 * The permissions the product itself checks, in the order in which people read them. A blueprint gives them to roles and may
 * add permissions of its own product.
 */
export const permissions = {
  'organizations.read': 'See the organization and its settings',
  'organizations.create': 'Create organizations below',
  'organizations.update': 'Rename the organization and change its settings',
  'organizations.move': 'Move organizations to another place in the tree',
  'organizations.suspend': 'Suspend and resume organizations',
  'organizations.delete': 'Delete and restore organizations',
  'organizations.set_tier': 'Set the tier of organizations',
  'roles.read': 'Read what each role may do',
  'roles.manage': 'Create, change and delete roles of the organization',
  'users.read': 'See users and their change records',
  'users.update': 'Change users’ names and phone numbers',
  'users.change_role': 'Give users another role',
  'users.deactivate': 'Deactivate and reactivate users',
  'users.reset_password': 'Send users a link to set a new password',
  'users.create': 'Create users directly',
  'users.delete': 'Delete users permanently',
  'users.move': 'Move users to another organization and change their scope',
  'users.unlock': 'Unlock users after failed sign-ins',
  'users.require_mfa': 'Require a second factor of users, and remove theirs',
  'users.force_federated': 'Restrict users to federated sign-in',
  'sessions.read': 'See users’ open sessions',
  'sessions.end': 'End users’ sessions',
  'sign_ins.read': 'See when, from where and how users signed in',
  'invitations.read': 'See invitations and whether their mails arrived',
  'invitations.create': 'Invite people and resend invitations',
  'invitations.cancel': 'Cancel invitations',
  'mails.read': 'Read mails that are kept because no mail server is configured',
  'policies.read': 'See policies and where they come from',
  'policies.update': 'Set, lock and reset policies',
  'federation.read': 'See connections to sign-in providers and e-mail domains',
  'federation.manage': 'Set up connections to sign-in providers and e-mail domains',
  'blueprint.read': 'See the blueprint in force and plan changes of it',
  'blueprint.apply': 'Apply a blueprint',
} as const satisfies Record<string, string>

export type Permission = keyof typeof permissions
export const isPermission = (key: string): key is Permission => Object.hasOwn(permissions, key)
