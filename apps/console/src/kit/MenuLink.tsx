import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Plain = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style' | 'size' | keyof MenuItemProps>

/** An entry of a menu that leads to another page. Apart from the other links: pages without a menu do not load one. */
export const MenuLink = createLink((props: MenuItemProps & Plain) => <Menu.Item component="a" {...props} />)
