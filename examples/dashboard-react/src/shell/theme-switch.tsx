import { useEffect, type ReactNode } from 'react';
import { usePersistent } from '../lib/use-persistent.js';
import { MoonIcon, SunIcon, SystemIcon } from './icons.js';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const LABELS: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };
const ICONS: Readonly<Record<Theme, () => ReactNode>> = {
  system: SystemIcon,
  light: SunIcon,
  dark: MoonIcon,
};

/** Light, dark, or the system's theme. Sets `data-theme` on the page. */
export function ThemeSwitch(): ReactNode {
  const [theme, setTheme] = usePersistent<Theme>('tailrace-theme', THEMES, 'system');
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  }, [theme]);
  return (
    <div className="theme-switch" role="radiogroup" aria-label="Theme">
      {THEMES.map((name) => {
        const ThemeIcon = ICONS[name];
        return (
          <label key={name} title={LABELS[name]}>
            <input type="radio" name="theme" checked={theme === name} onChange={() => setTheme(name)} />
            <ThemeIcon />
            <span className="visually-hidden">{LABELS[name]}</span>
          </label>
        );
      })}
    </div>
  );
}
