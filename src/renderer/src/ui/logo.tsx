/** A yarrow umbel: five small florets on one stem. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" fill="none" role="img" aria-label="Yarrow">
      <path
        d="M13 24V13M13 17 5.5 9.5M13 17l7.5-7.5M13 14 9.2 6.8M13 14l3.8-7.2"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
      <g fill="currentColor">
        <circle cx="13" cy="5" r="3" />
        <circle cx="8" cy="6" r="2.3" />
        <circle cx="18" cy="6" r="2.3" />
        <circle cx="4.6" cy="9.4" r="2" />
        <circle cx="21.4" cy="9.4" r="2" />
      </g>
    </svg>
  )
}
