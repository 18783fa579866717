/**
 * Mutants that change nothing anybody could see, each with the reason. The run fails when one of them is noticed after all,
 * or is met no more.
 */
import type { Equivalents } from './report.ts'

const users = 'checks apps/server/src/features/users/rules.delegated.ts'
const organizations = 'checks apps/server/src/features/organizations/rules.ts'
const invitations = 'checks apps/server/src/features/invitations/rules.ts'
const asFound =
  'the policy asks for the status, and whoever takes somebody back for the version they were found in: either refuses alone'
const constraint =
  'by a constraint of the table, a row has a time to go exactly when it is deleted, and null is after nothing'

const root = 'the range begins at the top of the tree, which every path lies within'
const line =
  'the key was read under the path in the same transaction, and accounts replace each other inside one organization'
const goesAlong = 'what belongs to a user moves along with them, and one of both was found under the path'
const narrowed = 'the identifiers it finds are narrowed by the range of the list'
const ownRow = 'it is the path of the very row, which was found by its path'
const lockFirst = 'it only waits for a row; the row is then read by a statement with the path'

export const equivalents: Equivalents = {
  [`${users} target.status === 'deleted' -> true`]: constraint,
  [`${users} target.purge_at -> true`]: constraint,
  [`${organizations} it.standing === 'deleted' -> true`]: constraint,
  [`${organizations} it.purge_at -> true`]: constraint,
  'checks packages/contract/src/judging.ts path === null -> false':
    'null lies within no grant, so the other part refuses',
  'checks apps/server/src/features/roles/rules.ts !target -> false':
    'what is no place is judged to be beyond reach; this part tells the compiler so',
  'checks apps/server/src/platform/http/perform.ts !home -> false':
    'every account has a home, which cannot go while the account is there; this tells the compiler so',
  'checks apps/server/src/features/federation/rules.arriving.ts who.email === null -> false':
    'what is not there is of no domain, and of no invitation',
  'checks apps/server/src/features/mails/rules.ts sealed !== null -> true':
    'a mail is kept with its content, and loses it with that status; this tells the compiler so',
  [`${invitations} account.status === 'active' -> false`]: asFound,
  [`${invitations} account.status !== 'active' -> true`]: asFound,
  'checks apps/server/src/features/passwords/rules.ts !it -> false':
    'a link that is not there is of no account, so the other part refuses',
  "checks apps/server/src/features/settings/rules.ts code === 'permission_missing' -> false":
    'what is kept for others is refused as the decision says it before; this tells the compiler so',
  'checks apps/server/src/features/federation/rules.arriving.ts role === null -> false':
    'no role is none that whoever set the connection up could give',
  'checks apps/server/src/features/factors/rules.marks.ts stands -> true':
    'what asks for a fresh proof has asked for the factor that counts here before, and what was shown ends with the last of its kind',
  'ranges org_path in update mails': root,
  'ranges g.org_path in select grants, organizations': root,
  'ranges i.org_path in select invitations, organizations': root,
  'ranges g.org_path in select grants, roles, users': root,
  'ranges u.org_path in select users, line by id': line,
  'ranges org_path in update users by id': line,
  'ranges org_path in select events by id': 'the event must be about a value that was read under the path',
  'ranges org_path in delete sessions by id': goesAlong,
  'ranges u.org_path in select sign_ins, users': goesAlong,
  'ranges a.org_path in select user_activity': narrowed,
  'ranges u.org_path in select users, organizations by id': narrowed,
  'ranges u.org_path in select users by id': narrowed,
  'ranges u.org_path in select users, walk by id': narrowed,
  'ranges s.org_path in select sessions, organizations': goesAlong,
  'ranges org_path in delete sessions': goesAlong,
  'ranges org_path in delete email_domains by id': ownRow,
  'ranges org_path in delete connections by id': ownRow,
  'ranges org_path in update roles': ownRow,
  'ranges org_path in update connections by id': ownRow,
  'ranges org_path in select connections by id, locked': lockFirst,
  'ranges org_path in select users by id, locked': lockFirst,
  'ranges org_path in select invitations by id, locked': lockFirst,
}
