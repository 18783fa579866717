export { LinkedSection } from './LinkedSection.tsx'
export { Offers } from './Offers.tsx'
export { useOffers } from './queries.ts'
