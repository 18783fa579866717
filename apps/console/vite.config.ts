import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds the API. */
const server = process.env['TENANTRY_URL'] ?? 'http://localhost:3000'

/** Modules of the console only declare; telling the bundler keeps lazy pages out of the first chunk. */
const hasEffects = (id: string) => !/\/src\/(features|kit)\/[^?]*\.tsx?$/.test(id)

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    target: 'es2023',
    // The page's policy forbids inlined scripts, and data: is for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { treeshake: { moduleSideEffects: hasEffects } },
  },
})
