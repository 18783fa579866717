/** The command line of Tenantry, as a process. */
import { exitCodes } from './failures.ts'
import { call } from './program.ts'

// Whoever reads only the beginning (head) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitCodes.done)
})

await call(process.argv.slice(2), process)
