import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#eef8f7',
  '#d7eeeb',
  '#aedbd6',
  '#82c7bf',
  '#58b1a8',
  '#35978e',
  '#207d75',
  '#176d66',
  '#0f5f5a',
  '#0a4844',
]

const red: MantineColorsTuple = [
  '#fdf0ef',
  '#fadbd8',
  '#f4b5af',
  '#ee8c84',
  '#e5655b',
  '#d9483d',
  '#cc3a30',
  '#c4332b',
  '#b3261e',
  '#8f1d17',
]

const neutral: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f2',
  '#e4e7e9',
  '#d3d8db',
  '#b6bec3',
  '#8d979d',
  '#6a747a',
  '#4d565c',
  '#343b40',
  '#1d2225',
]

const dark: MantineColorsTuple = [
  '#e6eaec',
  '#bcc5ca',
  '#a3adb3',
  '#7d878d',
  '#454d53',
  '#343b40',
  '#252b2f',
  '#161a1c',
  '#101314',
  '#0b0d0e',
]

/** Where menus open; see the shell. Pages outside of it have none. */
const inPage = { portalProps: { target: '#overlays' } }

const raised = { background: 'var(--tenantry-raised)' }
const titled = {
  content: raised,
  header: raised,
  title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 600, minWidth: 0 },
}

/** One accent, one radius, two weights. Primary shade 8: the lighter ones fail AA with white text. */
export const theme = createTheme({
  colors: { teal, red, gray: neutral, dark },
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1rem' } } },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 500 } } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 120 },
      },
      styles: titled,
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        overlayProps: { backgroundOpacity: 0.25 },
        transitionProps: { duration: 140 },
      },
      styles: titled,
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 80 },
        withInitialFocusPlaceholder: false,
        ...inPage,
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, ...inPage } },
    Combobox: { defaultProps: inPage },
    Badge: { defaultProps: { tt: 'none', fw: 500 } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
    Alert: { defaultProps: { radius: 'md' } },
  },
})

/** Mantine's own dimmed, placeholder, error and anchor colours fail AA on one surface or another; these pass. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1d2225',
    '--mantine-color-dimmed': '#586167',
    '--mantine-color-placeholder': '#687278',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#0f5f5a',
    '--mantine-color-default-border': '#d3d8db',
  },
  dark: {
    '--mantine-color-body': '#161a1c',
    '--mantine-color-text': '#e6eaec',
    '--mantine-color-dimmed': '#a3adb3',
    '--mantine-color-placeholder': '#8d979d',
    '--mantine-color-error': '#ff9b92',
    '--mantine-color-anchor': '#6fcac1',
    '--mantine-color-default': '#1b2023',
    '--mantine-color-default-hover': '#242a2e',
    '--mantine-color-default-border': '#3a4247',
  },
})
