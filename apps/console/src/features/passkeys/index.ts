export { makePasskey, showPasskey, wasLeft } from './browser.ts'
export { PasskeysElsewhere, usePasskeys } from './PasskeysElsewhere.tsx'
export { PasskeyButton } from './PasskeyButton.tsx'
