/** The server's entry: starts, and says where it is. */
import { runServer, say } from './command.ts'
import { readConfig } from './config.ts'

runServer(readConfig, (server) => {
  say(`\n  Tenantry is ready at ${server.address}`)
  if (server.setUpLink) say(`  Set up the first administrator (once): ${server.setUpLink}`)
  if (server.mailboxAddress) say(`  No SMTP_URL: mails are kept and can be read at ${server.mailboxAddress}`)
  say(`  Metrics: ${server.metricsAddress}\n`)
})
