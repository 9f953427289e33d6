import type { ReactNode } from 'react';

function Icon({ children, size = 16 }: { readonly children: ReactNode; readonly size?: number }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

/** The logo: three streams that merge. */
export const MarkIcon = (): ReactNode => (
  <svg
    aria-hidden="true"
    width="22"
    height="22"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.5"
    strokeLinecap="round"
  >
    <path d="M3 6h18" />
    <path d="M3 12h6c4 0 4 0 6 3s3 3 6 3" />
    <path d="M3 18h4c3 0 3-1 4-2" opacity=".5" />
  </svg>
);
export const ProcessIcon = (): ReactNode => (
  <Icon>
    <path d="m3 4.5 3.5 3.5L3 11.5M8.5 12H13" />
  </Icon>
);
export const FileIcon = (): ReactNode => (
  <Icon>
    <path d="M4 2.5h5l3 3v8H4zM9 2.5v3h3" />
  </Icon>
);
export const ScenarioIcon = (): ReactNode => (
  <Icon>
    <path d="M2 8h2.5l2-4.5 3 9 2-4.5H14" />
  </Icon>
);
export const MenuIcon = (): ReactNode => (
  <Icon size={18}>
    <path d="M2 4h12M2 8h12M2 12h12" />
  </Icon>
);
export const CloseIcon = (): ReactNode => (
  <Icon size={18}>
    <path d="m3.5 3.5 9 9m0-9-9 9" />
  </Icon>
);
export const SunIcon = (): ReactNode => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />
  </Icon>
);
export const MoonIcon = (): ReactNode => (
  <Icon>
    <path d="M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z" />
  </Icon>
);
export const SystemIcon = (): ReactNode => (
  <Icon>
    <path d="M2 3h12v8H2zM5.5 13.5h5M8 11v2.5" />
  </Icon>
);
