export { LinkedSection } from './LinkedSection.tsx'
export { ProviderProof } from './ProviderProof.tsx'
export { Offers } from './Offers.tsx'
export { useOffers } from './queries.ts'
