/** The mark: one line of work between two places, with the sidings of a yard. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round">
        <path d="M8 22h6.5a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 1 3.5-3.5H24" stroke="#fff" />
        <path d="M8 10h4.5" stroke="#5eead4" />
        <path d="M19.5 22H24" stroke="#fff" opacity=".55" />
      </g>
      <circle cx="8.5" cy="22" r="3" fill="#fff" />
      <circle cx="23.5" cy="10" r="3" fill="#5eead4" />
    </svg>
  );
}
