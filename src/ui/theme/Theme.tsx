// Light and dark from the same tokens; follows the system until somebody chooses.
import { ConfigProvider, theme as antTheme, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import frFR from 'antd/locale/fr_FR';
import ruRU from 'antd/locale/ru_RU';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/i18n.js';
import { nonce } from './nonce.js';
import { asVariables, dark, light, type Tokens } from '../../lib/theme-tokens.js';
import './base.css';

export type Scheme = 'light' | 'dark';
export type Density = 'cockpit' | 'letter';

const locales = { en: enUS, ru: ruRU, fr: frFR };
const STORED = 'treeline.scheme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const SchemeContext = createContext<{ scheme: Scheme; choose(scheme: Scheme): void }>({ scheme: 'light', choose: () => undefined });
export const useScheme = () => useContext(SchemeContext);

function stored(): Scheme | null {
  const scheme = localStorage.getItem(STORED);
  return scheme === 'light' || scheme === 'dark' ? scheme : null;
}

function antTokens(tokens: Tokens, scheme: Scheme, density: Density): ThemeConfig {
  const cockpit = density === 'cockpit';
  return {
    cssVar: { key: 'treeline' },
    algorithm: scheme === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    token: {
      colorPrimary: tokens.accent, colorLink: tokens.accent, colorError: tokens.cannot, colorWarning: tokens.look, colorSuccess: tokens.fine, colorInfo: tokens.accent,
      colorText: tokens.text, colorTextSecondary: tokens.textSoft, colorTextTertiary: tokens.textSoft, colorTextDescription: tokens.textSoft, colorTextPlaceholder: tokens.textSoft,
      colorBgContainer: tokens.raised, colorBgElevated: tokens.raised, colorBgLayout: tokens.sunken, colorBorder: tokens.line, colorBorderSecondary: tokens.line,
      ...(scheme === 'dark' && { colorTextLightSolid: '#0c1113' }),
      fontFamily: "'Inter Variable', system-ui, sans-serif", fontSize: cockpit ? 13 : 16, borderRadius: 6,
      // Not antd's compact algorithm: it makes letters of 11 px out of 13. What is small is 24 px, so that it can be hit (WCAG 2.5.8).
      ...(cockpit ? { controlHeight: 28, controlHeightSM: 24, sizeStep: 3, sizeUnit: 4 } : { controlHeight: 44 }),
      motion: !calm.matches,
    },
    components: {
      Menu: { itemBg: 'transparent', activeBarBorderWidth: 0 },
      Tabs: { horizontalMargin: '0' },
    },
  };
}

export function ThemeProvider({ density, children }: { density: Density; children: ReactNode }) {
  const { i18n } = useTranslation();
  const [chosen, setChosen] = useState<Scheme | null>(stored);
  const [system, setSystem] = useState<Scheme>(systemIsDark.matches ? 'dark' : 'light');
  useEffect(() => {
    const follow = () => setSystem(systemIsDark.matches ? 'dark' : 'light');
    systemIsDark.addEventListener('change', follow);
    return () => systemIsDark.removeEventListener('change', follow);
  }, []);
  const scheme = chosen ?? system;
  const tokens = scheme === 'dark' ? dark : light;
  useEffect(() => {
    const { style, dataset } = document.documentElement;
    for (const [name, value] of Object.entries(asVariables(tokens))) style.setProperty(name, value);
    style.colorScheme = scheme;
    dataset.scheme = scheme;
    dataset.density = density;
  }, [tokens, scheme, density]);
  const value = useMemo(() => ({
    scheme,
    choose(next: Scheme) {
      localStorage.setItem(STORED, next);
      setChosen(next);
    },
  }), [scheme]);
  return (
    <SchemeContext.Provider value={value}>
      <ConfigProvider locale={locales[i18n.language as Language]} csp={{ nonce }} theme={antTokens(tokens, scheme, density)} componentSize="middle">
        {children}
      </ConfigProvider>
    </SchemeContext.Provider>
  );
}
