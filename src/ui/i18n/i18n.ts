// Texts in three languages. Every area has a file per language in the app's texts/ folder; a test holds the languages equal.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = { en: 'English', ru: 'Русский', fr: 'Français' } as const;
export type Language = keyof typeof languages;
const STORED = 'treeline.language';

export type TextLoaders = Record<string, () => Promise<{ default: object }>>;

/** `./texts/ru/orders.json` → language ru, namespace orders. */
async function loadTexts(loaders: TextLoaders, language: Language): Promise<void> {
  await Promise.all(
    Object.entries(loaders).map(async ([path, load]) => {
      const [, given, namespace] = /\/(\w\w)\/([\w-]+)\.json$/.exec(path) ?? [];
      if (given === language && namespace && !i18next.hasResourceBundle(language, namespace)) i18next.addResourceBundle(language, namespace, (await load()).default);
    }),
  );
}

function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return (wanted.find((tag) => tag && tag in languages) as Language | undefined) ?? 'en';
}

let textLoaders: TextLoaders = {};

export async function startTexts(loaders: TextLoaders): Promise<void> {
  textLoaders = loaders;
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({ lng: language, fallbackLng: false, defaultNS: 'common', resources: {}, interpolation: { escapeValue: false }, returnNull: false });
  await loadTexts(loaders, language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  await loadTexts(textLoaders, language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The language that somebody's record names, unless one was chosen here before. */
export async function startInLanguageOf(language: string | null): Promise<void> {
  if (language !== null && language in languages && localStorage.getItem(STORED) === null) await chooseLanguage(language as Language);
}

export function currentLanguage(): Language {
  return (i18next.language as Language | undefined) ?? 'en';
}

// English is written as in Europe: day before month, hours to 24.
const locales: Record<Language, string> = { en: 'en-GB', ru: 'ru', fr: 'fr' };

/** Between a label and its value: French has a space before it. */
export function colon(): string {
  return currentLanguage() === 'fr' ? '\u00a0: ' : ': ';
}

/** For numbers, money and dates. */
export function currentLocale(): string {
  return locales[currentLanguage()];
}
