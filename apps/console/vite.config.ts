import react from '@vitejs/plugin-react'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

/** Where `npm run dev` finds the API. */
const server = process.env['TENANTRY_URL'] ?? 'http://localhost:3000'

/** Modules of the console only declare; telling the bundler keeps lazy pages out of the first chunk. */
const hasEffects = (id: string) => !/\/src\/(features|kit)\/[^?]*\.tsx?$/.test(id)

/**
 * A few pieces for all pages instead of a hundred small ones, which compress badly and cost a request each. `base` is the
 * same for years; `open` is what pages before sign-in need, and all others too; `more` what at least two of the others need.
 * By name, not by who shares what: chunks that import each other in a circle break Mantine's order of evaluation.
 */
const base = /\/node_modules\/(react|react-dom|scheduler|i18next|react-i18next|@tanstack\/[a-z-]+)\//
const open = [
  /\/packages\//,
  /\/src\/features\/[^/]+\/(search|queries|me)\.ts$/,
  /\/src\/features\/sessions\/SignInPage\.tsx$/, // and with it whatever it comes to need
  /\/src\/kit\/(PublicPage|PasswordField|Refusal|PageRefusal|Blank|Mark|ThemeChoice|LanguageChoice|links|fields|api|i18n|theme)\.tsx?$/,
  /\/src\/kit\/(announce|device|sentences|password-strength|useAct|useLinkToken|useTitle|texts|schema-builder|table\/usePages)\.ts$/,
  /\/@mantine\/core\/esm\/core\//,
  /\/@mantine\/core\/esm\/components\/(Alert|Anchor|Button|Group|NativeSelect|PasswordInput|Progress|Stack|Text|TextInput|Title)\//,
]
/** Not needed to show a page, and fetched once it is shown (app/main.tsx). */
const soon = /\/src\/(kit\/(Toasts|toast)|features\/factors\/ProofDialog)\.tsx$|\/@mantine\/notifications\//
const others = /\/(node_modules|src\/kit)\//

/** Compressed once, here and as small as can be, so that the server only has to send. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
      const content = await readFile(join(dir, name))
      await writeFile(join(dir, `${name}.br`), brotliCompressSync(content))
      await writeFile(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }))
    }
  },
}

export default defineConfig({
  plugins: [react(), compressed],
  resolve: { alias: { typebox: fileURLToPath(new URL('src/kit/schema-builder.ts', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    target: 'es2023',
    // The page's policy forbids inlined scripts, and data: is for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: { moduleSideEffects: hasEffects },
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: base, priority: 3 },
            { name: 'open', test: (id) => open.some((it) => it.test(id)), priority: 2 },
            { name: 'soon', test: soon, priority: 2 },
            { name: 'more', test: others, priority: 1, minShareCount: 2 },
          ],
        },
      },
    },
  },
})
