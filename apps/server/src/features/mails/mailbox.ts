/** Kept mails at a local address, for the first try without a mail server: plain pages, no script, one secret path. */
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import { innerId } from '../../platform/value/ids.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import mustache from 'mustache'
import { newestKept, readIfKept } from './actions.ts'

const shell = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kept mails</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.4rem 1rem .4rem 0}iframe{width:100%;height:36rem;border:1px solid #ccc}</style>`
const listPage = `${shell}<h1>Kept mails</h1><p>No mail server is configured (SMTP_URL), so mails wait here. Newest first.</p>
<table><tr><th>To<th>Subject<th>Written (UTC)</tr>{{#mails}}<tr><td>{{to}}<td><a href="{{base}}/{{id}}">{{subject}}</a><td>{{written}}</tr>{{/mails}}</table>
{{^mails}}<p>There is none yet.</p>{{/mails}}`
const mailPage = `${shell}<p><a href="{{base}}">All kept mails</a></p><h1>{{subject}}</h1><p>To {{to}}</p>
<iframe title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" srcdoc="{{html}}"></iframe><h2>Text</h2><pre>{{text}}</pre>`

const timeOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`

/** HTML for `/` and `/<mail id>` below `base`; undefined for anything else. */
export const mailboxPages =
  ({ transact, sealingKey, now }: { transact: Transact; sealingKey: Buffer; now: () => Date }) =>
  (base: string, rest: string): Promise<string | undefined> =>
    transact({ reach: subtreeOf(rootPath), by: byProduct, now: now() }, async (tx) => {
      if (rest === '')
        return mustache.render(listPage, {
          base,
          mails: (await newestKept(tx)).map((it) => ({ ...it, written: timeOf(it.createdAt) })),
        })
      if (!/^mail_[0-9a-f]{32}$/.test(rest)) return undefined
      const found = await readIfKept(tx, sealingKey, innerId(rest))
      if (!found) return undefined
      const { mail, text, html } = found
      return mustache.render(mailPage, {
        base,
        ...mail,
        text,
        html: html.replace('<head>', '<head><base target="_blank">'),
      })
    })
