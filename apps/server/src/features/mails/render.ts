/** A mail's subject, text and HTML from its kind, language and facts. Pure. */
import type { Language } from '@tenantry/contract'
import mustache from 'mustache'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import type { MailTexts, MailWords } from './texts/texts.ts'

export type Facts = Readonly<Record<string, string | boolean>>
export interface Rendered {
  readonly subject: string
  readonly text: string
  readonly html: string
}
const languages: Record<Language, MailTexts> = { en, de }

/** `link`: where the button leads; absent for mails without one. */
export function render(kind: MailWords, language: Language, facts: Facts, link: string | null): Rendered {
  const all = languages[language]
  const own = all[kind]
  const plain = (template: string) => mustache.render(template, facts, {}, { escape: String })
  const markup = (template: string) => mustache.render(template, facts)
  return {
    // A subject is one header line.
    subject: plain(own.subject).replace(/\s+/g, ' ').slice(0, 200),
    text: [
      plain(all.greeting),
      ...own.lines.map(plain),
      ...(link === null ? [] : [`${plain(own.button)}:\n${link}`]),
      ...own.after.map(plain),
      `-- \n${plain(all.footer)}`,
    ].join('\n\n'),
    html: page(language, [
      paragraph(markup(all.greeting)),
      ...own.lines.map((line) => paragraph(markup(line))),
      ...(link === null
        ? []
        : [button(markup(own.button), link), paragraph(`<small>${all.linkHelp}<br>${mustache.escape(link)}</small>`)]),
      ...own.after.map((line) => paragraph(markup(line))),
      `<p style="color:#57606a;font-size:13px;border-top:1px solid #d0d7de;padding-top:16px;margin:32px 0 0">${markup(all.footer)}</p>`,
    ]),
  }
}

const paragraph = (markup: string) => `<p style="margin:0 0 16px;overflow-wrap:anywhere">${markup}</p>`
const button = (label: string, link: string) =>
  `<p style="margin:24px 0"><a href="${mustache.escape(link)}" style="display:inline-block;background:#0b6e69;color:#ffffff;text-decoration:none;padding:12px 20px;border-radius:6px;font-weight:600">${label}</a></p>`
const page = (language: Language, parts: string[]) =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"></head>` +
  `<body style="margin:0;padding:32px 16px;background:#f6f8fa;color:#1f2328;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">` +
  `<div style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:8px;padding:32px">${parts.join('')}</div></body></html>`
