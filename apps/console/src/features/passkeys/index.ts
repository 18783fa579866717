export { makePasskey, showPasskey, wasLeft } from './browser.ts'
export { PasskeyButton } from './PasskeyButton.tsx'
