// Between workspaces, and inside the small ones: contract < sdk < console, cli; contract < server.
import type { Arrow } from './graph.ts'
import type { Place } from './place.ts'

/** The rule that an arrow breaks, and why the rule is there. */
export type Finding = [rule: string, why: string]

export function workspaceFinding(arrow: Arrow, from: Place, to: Place | undefined): Finding | undefined {
  const { specifier, pkg } = arrow
  if (/^(#|@\/|~)/.test(specifier)) return ['aliases', 'an alias hides where an arrow points: import by relative path']
  if (from.test) return undefined
  if (to?.test) return ['tests', 'only tests import test files: they do not ship']
  if (to && !pkg && to.workspace !== from.workspace) {
    return ['workspaces', `${to.workspace} is another workspace: import it by its package name, through its door`]
  }
  if (!pkg && arrow.to && !to) return ['workspaces', 'a source file imports nothing outside of packages and apps']
  if (from.workspace === 'contract') return contractFinding(arrow)
  if (pkg === '@tenantry/server' && from.workspace !== 'server') {
    return ['server', 'the server is reached over HTTP, by the sdk, and by nothing else']
  }
  if (from.workspace === 'sdk' && pkg?.startsWith('@tenantry/') && !/\/(contract|sdk)$/.test(pkg)) {
    return ['sdk', 'the sdk follows from the contract alone']
  }
  if (from.workspace === 'server' && (pkg === '@tenantry/console' || pkg === '@tenantry/cli')) {
    return ['server', 'the console and the command line stand on the server, not the other way round']
  }
  return from.workspace === 'console' ? consoleFinding(from, to) : undefined
}

function contractFinding({ pkg }: Arrow): Finding | undefined {
  if (!pkg || pkg === 'typebox' || pkg === '@tenantry/contract') return undefined
  return ['contract', 'the contract is read by every side, so it imports only typebox and itself']
}

function consoleFinding(from: Place, to: Place | undefined): Finding | undefined {
  if (to?.workspace !== 'console') return undefined
  const toApp = to.area === 'app' || to.area === 'root'
  if (from.area === 'kit' && (to.area === 'feature' || toApp)) {
    return ['console', 'the kit knows no feature and no app: it is what they are built from']
  }
  if (from.area !== 'feature') return undefined
  if (toApp) return ['console', 'app imports the features, not the other way round']
  if (to.area === 'feature' && to.feature !== from.feature && !/\/index\.tsx?$/.test(to.path)) {
    return ['console', 'a feature enters another by its index only (and never in a circle)']
  }
  return undefined
}
