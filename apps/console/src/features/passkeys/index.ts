export { makePasskey, showPasskey } from './browser.ts'
export { PasskeysElsewhere, usePasskeys } from './PasskeysElsewhere.tsx'
export { PasskeyFault } from './PasskeyFault.tsx'
export { PasskeyButton } from './PasskeyButton.tsx'
