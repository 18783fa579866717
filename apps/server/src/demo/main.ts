/** `npm run demo`: the server on a folder of its own, with a sample in it and somebody to sign in as for every role. */
import { runServer, say } from '../command.ts'
import { demoConfig } from './config.ts'
import { signInsOf } from './sign-ins.ts'

runServer(demoConfig, async (server, config) => {
  const lines = await signInsOf(server.app, config)
  say(`\n  The demo is ready at ${server.address}\n`)
  for (const line of lines) say(`  ${line}`)
  if (server.mailboxAddress) say(`\n  Mails are kept and can be read at ${server.mailboxAddress}`)
  say(`  Everything is invented. To begin again, delete ${config.data}\n`)
})
