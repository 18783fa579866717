export { AddressDialog } from './AddressDialog.tsx'
export { PendingAddress } from './PendingAddress.tsx'
export { OwnAddressSection } from './OwnAddressSection.tsx'
