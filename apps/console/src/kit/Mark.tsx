/** The product's mark: a tree whose leaves are doors. */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="7" fill="#0f5f5a" />
    <path
      d="M16 27V18M16 22.500 8.500 18M16 22.500l7.500-4.500"
      fill="none"
      stroke="#fff"
      strokeWidth="2"
      strokeLinecap="round"
    />
    <path
      d="M12.500 15.500V8.500a3.500 3.500 0 0 1 7 0v7zM5.500 17v-4.500a2.700 2.700 0 0 1 5.400 0V17zM21.100 17v-4.500a2.700 2.700 0 0 1 5.400 0V17z"
      fill="#fff"
    />
  </svg>
)
