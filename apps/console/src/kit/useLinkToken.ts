import { useLocation } from '@tanstack/react-router'

/** The one-time secret of a link. It sits behind the #, which browsers send to no server and write into no log. */
export const useLinkToken = () => useLocation({ select: ({ hash }) => hash.replace(/^#/, '') })

export const isToken = (text: string) => /^[A-Za-z0-9_-]{43}$/.test(text)
