import { useState } from "preact/hooks";
import type { Locale } from "@/lib/i18n/locale.ts";
import { frameMessagesFor } from "@/lib/i18n/frame_messages.ts";
import { Icon } from "@/lib/ui/icons.tsx";

const THEMES = ["dark", "light", "system"] as const;
type Theme = typeof THEMES[number];

export interface ThemeSwitchProps {
  theme: Theme;
  locale: Locale;
}

/** Goes through dark, light and the system's choice; charts follow without a reload. */
export function ThemeSwitch({ theme, locale }: ThemeSwitchProps) {
  const texts = frameMessagesFor(locale).app;
  const [current, setCurrent] = useState<Theme>(theme);
  const names = { dark: texts.themeDark, light: texts.themeLight, system: texts.themeSystem };
  const label = `${texts.theme}: ${names[current]}`;
  const change = () => {
    const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length] ?? "dark";
    document.documentElement.dataset.theme = next;
    document.cookie = `vigia_theme=${next};path=/;max-age=31536000;samesite=lax`;
    setCurrent(next);
  };
  return (
    <button
      type="button"
      class="button button-ghost button-icon needs-script"
      title={label}
      aria-label={label}
      onClick={change}
    >
      <Icon name="theme" />
    </button>
  );
}
