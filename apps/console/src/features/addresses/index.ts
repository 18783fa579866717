export { AddressDialog } from './AddressDialog.tsx'
export { OwnAddressSection } from './OwnAddressSection.tsx'
