/** `tenantry migrate`: brings the database up to date, says what was applied, and ends. */
import { runOnce } from './command.ts'
import { readConfig } from './config.ts'
import { findDatabase } from './database.ts'
import { createLogger } from './platform/log/logger.ts'

runOnce(async (args) => {
  const config = readConfig(args, process.env)
  const database = await findDatabase(config, createLogger(process.env['LOG_LEVEL'] ?? 'warn', process.stderr))
  await database.stop()
  return { applied: database.applied }
})
