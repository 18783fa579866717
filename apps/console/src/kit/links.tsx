import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Plain = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style' | 'size' | keyof ButtonProps>

/** Mantine's looks on the router's links: real addresses, so they open in a new tab too. */
export const TextLink = createLink((props: AnchorProps & Plain) => <Anchor {...props} />)
export const ButtonLink = createLink((props: ButtonProps & Plain) => <Button component="a" {...props} />)
