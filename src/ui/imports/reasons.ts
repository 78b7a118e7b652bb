// Why a row of an import was refused or changed, in the reader's language. The server stores English sentences, with names
// and numbers in them: here each is recognised by its English text, and said again with the same names.
import { useTranslation } from 'react-i18next';
import english from '../../dispatcher-app/texts/en/reasons.json';

interface Pattern {
  key: string;
  form: RegExp;
  names: string[];
}

const patterns: readonly Pattern[] = Object.entries(english)
  .map(([key, text]) => {
    const parts = text.split(/\{\{(\w+)\}\}/);
    const form = parts.map((part, index) => (index % 2 === 1 ? '(.+?)' : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))).join('');
    return { key, form: new RegExp(`^${form}$`, 's'), names: parts.filter((_, index) => index % 2 === 1), fixed: parts.filter((_, index) => index % 2 === 0).join('').length };
  })
  // What says more comes first: "It … ; it was left out." fits nearly everything.
  .sort((a, b) => b.fixed - a.fixed);

export interface Recognised {
  key: string;
  values: Readonly<Record<string, string>>;
}

/** Null: a sentence that is not among the texts. */
export function recognise(sentence: string): Recognised | null {
  for (const { key, form, names } of patterns) {
    const found = form.exec(sentence);
    if (found) return { key, values: Object.fromEntries(names.map((name, index) => [name, found[index + 1] as string])) };
  }
  return null;
}

/** Parts of a sentence that are sentences of their own: a place in the file, the rule that a value breaks. */
const NESTED = new Set(['place', 'rule', 'first']);

export function useImportReason(): (sentence: string, fieldName: (field: string) => string) => string {
  const { t, i18n } = useTranslation('reasons');
  return (sentence, fieldName) => {
    if (i18n.language === 'en') return sentence;
    const say = (text: string): string => {
      const found = recognise(text);
      if (!found) return text;
      const values = Object.entries(found.values).map(([name, value]) => [name, NESTED.has(name) ? say(value) : name === 'fields' ? value.split(', ').map(fieldName).join(', ') : value]);
      return t(found.key, Object.fromEntries(values) as Record<string, string>);
    };
    return say(sentence);
  };
}
