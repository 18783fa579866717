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

const everywhere = /\/node_modules\/(react|react-dom|scheduler|i18next|react-i18next|@tanstack\/[a-z-]+)\//

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
      // What every page needs in one piece: dozens of small files compress badly and cost a request each.
      output: { codeSplitting: { groups: [{ name: 'base', test: everywhere }] } },
    },
  },
})
