// Where a file lives decides what it may import.
import { isTest } from '../sources.ts'

export type Kind = 'rules' | 'store' | 'actions' | 'jobs' | 'index' | 'other'

export interface Place {
  workspace: string
  area: 'feature' | 'platform' | 'kit' | 'app' | 'root' | 'elsewhere'
  /** The path below the workspace's src. */
  path: string
  feature?: string
  kind?: Kind
  test: boolean
}

const kinds = new Set<string>(['rules', 'store', 'actions', 'jobs', 'index'])

/** undefined for a file that is in no source folder. */
export function placeOf(file: string): Place | undefined {
  const match = /^(?:packages|apps)\/([^/]+)\/(.+)$/.exec(file)
  const [, workspace, inside] = match ?? []
  if (!workspace || !inside) return undefined
  const test = isTest(file)
  if (!inside.startsWith('src/')) return { workspace, area: 'elsewhere', path: inside, test }
  const path = inside.slice('src/'.length)
  const [folder = '', feature = '', ...rest] = path.split('/')
  if (path === folder) return { workspace, area: 'root', path, test }
  if (folder === 'features' && rest.length) {
    return { workspace, area: 'feature', path, feature, kind: kindOf(rest.join('/')), test }
  }
  const area = folder === 'platform' || folder === 'kit' || folder === 'app' ? folder : 'elsewhere'
  return { workspace, area, path, test }
}

/** `store.ts`, `store.tokens.ts` and `store/tokens.ts` are all of the kind `store`. */
function kindOf(path: string): Kind {
  const [first = ''] = path.split(/[./-]/)
  return kinds.has(first) ? (first as Kind) : 'other'
}
