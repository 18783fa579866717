/** What `npm start -- --help` prints: every option and every variable that config.ts reads. */
const options = [
  ['--blueprint NAME', 'which product this is the administration of; a name in blueprints/ or a path (BLUEPRINT)'],
  ['--port NUMBER', 'where the server listens; 0 is any free port (PORT)'],
  ['--data FOLDER', 'folder of the embedded PostgreSQL and of the secret key (DATA)'],
  ['--help, -h', 'this text'],
] as const

const variables = [
  ['BLUEPRINT', 'as --blueprint; backoffice'],
  ['PORT', 'as --port; 3000'],
  ['HOST', 'address to listen on; 127.0.0.1 unless PUBLIC_URL names a public address'],
  ['TENANT_DOMAIN', 'wildcard domain of tenants’ addresses, such as *.example.com; on loopback *.localhost'],
  ['PUBLIC_URL', 'where people reach the console; links in mails are built from it; http://localhost:PORT'],
  ['DATA', 'as --data; data'],
  ['DATABASE_URL', 'another PostgreSQL (15 or later) instead of the embedded one, as tenantry_app'],
  ['DATABASE_DIRECT_URL', 'the same around a pooler in transaction mode, for look-ups and jobs'],
  ['DATABASE_OWNER_URL', 'the same as its owner: the start then brings the database up to date'],
  ['SECRET_KEY', '32 random bytes in base64; without it one is made and kept in DATA'],
  ['SMTP_URL', 'the mail server, smtp:// or smtps://; without it mails are kept and can be read'],
  ['MAIL_FROM', "the sender of mails, such as 'Backoffice <no-reply@example.com>'"],
  ['TRUSTED_PROXIES', 'proxies whose X-Forwarded-For is believed: addresses or ranges, separated by commas'],
  ['EGRESS_PRIVATE_HOSTS', 'hosts in private networks that sign-in providers may have, separated by commas; none'],
  ['OPS_PORT', 'second listener, on loopback only, for metrics; any free port'],
  ['LOG_LEVEL', 'trace, debug, info, warn, error, fatal or silent; info, on a terminal warn'],
] as const

const table = (rows: readonly (readonly [string, string])[]) =>
  rows.map(([name, meaning]) => `  ${name.padEnd(22)}${meaning}`).join('\n')

export const help = `Usage: npm start -- [options]      (npm run demo -- [options] for the sample)

Options
${table(options)}

Environment, also from a file .env in the folder where it starts; after the semicolon the default
${table(variables)}
`
