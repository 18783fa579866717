/** The server's entry: starts, and says where it is. */
import { runServer, say } from './command.ts'
import { readConfig } from './config.ts'

runServer(readConfig, ({ address, setUpLink, mailboxAddress, metricsAddress }) => {
  const lines = [
    `Tenantry is ready at ${address}`,
    ...(setUpLink ? [`Set up the first administrator (once): ${setUpLink}`] : []),
    ...(mailboxAddress ? [`No SMTP_URL: mails are kept and can be read at ${mailboxAddress}`] : []),
    `Metrics: ${metricsAddress}`,
  ]
  // At once, so that whoever waits for the first line has them all.
  say(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
})
