// Inside the server: rules < store < actions < jobs < index < app, platform below them all, features in their order.
import type { Arrow } from './graph.ts'
import { type Order, orderFile } from './order.ts'
import type { Kind, Place } from './place.ts'
import type { Finding } from './workspace-rules.ts'

const drivers = new Set(['pg', 'pg-native', 'pg-pool', 'pg-cursor', 'pg-query-stream'])
const rank: Record<Exclude<Kind, 'other'>, number> = { rules: 0, store: 1, actions: 2, jobs: 3, index: 4 }

export function serverFinding(arrow: Arrow, from: Place, to: Place | undefined, order: Order): Finding | undefined {
  if (from.workspace !== 'server' || from.test) return undefined
  return (
    driverFinding(arrow, from) ??
    doorFinding(arrow, order) ??
    (from.area === 'feature' ? fromFeature(arrow, from, to, order) : fromOutside(from, to))
  )
}

function driverFinding({ pkg }: Arrow, { path }: Place): Finding | undefined {
  if (!pkg || !drivers.has(pkg) || /^platform\/(db|embedded)\//.test(path)) return undefined
  return [
    'driver',
    'only platform/db and platform/embedded speak to the driver: a transaction with a reach is the only way in',
  ]
}

function doorFinding({ from, to }: Arrow, { unscopedDoor: door }: Order): Finding | undefined {
  if (to !== door.file || from === door.file || door.importers[from]?.trim()) return undefined
  return ['unscoped door', `it knows no reach: its importers stand in ${orderFile}, each with its reason`]
}

function fromOutside(from: Place, to: Place | undefined): Finding | undefined {
  const isApp = from.path === 'app.ts'
  if (from.area === 'platform' && to?.area === 'root' && /^(app|main)\.ts$/.test(to.path)) {
    return ['platform', 'platform is below everything: what it needs is handed to it']
  }
  if (to?.workspace !== 'server' || to.area !== 'feature') return undefined
  if (from.area === 'platform') return ['platform', 'platform knows no feature: let the feature hand in what is needed']
  if (!isApp) return ['app', 'app.ts is the only file outside of features that knows them']
  return to.kind === 'index' ? undefined : ['door', 'app.ts enters a feature by its index.ts']
}

function fromFeature(arrow: Arrow, from: Place, to: Place | undefined, order: Order): Finding | undefined {
  if (!order.features.flat().includes(from.feature ?? ''))
    return ['order', `${from.feature} is missing in ${orderFile}`]
  const packages = packageFinding(arrow, from, to)
  if (packages || to?.workspace !== 'server') return packages
  if (to.area === 'root' && /^(app|main)\.ts$/.test(to.path))
    return ['app', 'app.ts imports the features, not the other way round']
  if (to.area !== 'feature') return undefined
  return to.feature === from.feature ? within(from, to) : across(from, to, order)
}

function packageFinding({ pkg }: Arrow, { kind }: Place, to: Place | undefined): Finding | undefined {
  if (kind === 'rules' && !ruleMayImport(pkg, to)) {
    return [
      'rules',
      "rules are pure: they import the contract, platform/refusal.ts, platform/value and other features' index",
    ]
  }
  if (kind === 'actions' && pkg && /^(fastify$|@fastify\/)/.test(pkg)) return ['actions', 'actions know no HTTP']
  if (kind === 'actions' && pkg === 'kysely') return ['actions', 'actions contain no SQL: that is the job of store.ts']
  return undefined
}

function ruleMayImport(pkg: string | undefined, to: Place | undefined): boolean {
  if (pkg) return pkg === '@tenantry/contract'
  return to?.area === 'feature' || (to?.workspace === 'server' && /^platform\/(refusal\.ts$|value\/)/.test(to.path))
}

/** Files of another name (a provider's dialect, say) stand beside actions: above the store, below jobs. */
function within({ kind = 'other' }: Place, { kind: target = 'other' }: Place): Finding | undefined {
  if (kind === target) return undefined
  if (kind === 'index' && target === 'store')
    return ['layers', 'the door does not import the store: what it lends passes through actions']
  const [own, other] = [kind, target].map((it) => (it === 'other' ? rank.actions : rank[it])) as [number, number]
  const beside = own === other && (kind === 'other' || target === 'other')
  if (own > other || beside) return undefined
  return ['layers', `${kind} may not import ${target}: rules < store < actions < jobs < index`]
}

function across(from: Place, to: Place, order: Order): Finding | undefined {
  if (to.kind !== 'index') return ['door', `another feature is entered by its index.ts only`]
  const feature = to.feature ?? ''
  if (order.listeners.includes(feature))
    return ['listeners', `${feature} follows events: record one instead of calling it`]
  const written = order.features.flat()
  if (written.indexOf(feature) < written.indexOf(from.feature ?? '')) return undefined
  return ['order', `${feature} does not come before ${from.feature} in ${orderFile}`]
}
