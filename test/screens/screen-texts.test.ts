// The texts of both screens: three languages with the same texts, and a text for everything that is shown.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { errorCatalogue } from '../../src/contract/errors.js';
import { historyActions } from '../../src/contract/history.js';
import { plainTargets, repeatableTargets } from '../../src/contract/imports.js';
import { allRights } from '../../src/contract/rights.js';
import { derivedKeys, settingsCatalogue } from '../../src/contract/settings.js';
import { rightGroups } from '../../src/dispatcher-app/directories/rights.js';
import { codes } from '../../src/dispatcher-app/history/codes.js';
import { targetGroups } from '../../src/dispatcher-app/imports/targets.js';
import { repeatable } from '../../src/ui/imports/mapping.js';

const languages = ['en', 'fr', 'ru'];
const DISPATCHER = 'src/dispatcher-app/texts';
/** `shared`: texts of the other screen that this one loads too. */
const screens = [
  { name: 'dispatcher', folder: DISPATCHER, sources: ['src/dispatcher-app', 'src/ui'], shared: [], atLeast: 300 },
  { name: 'cabinet', folder: 'client-cabinet/texts', sources: ['client-cabinet'], shared: [[DISPATCHER, 'errors'], [DISPATCHER, 'settings'], [DISPATCHER, 'reasons']], atLeast: 30 },
] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = Map<string, string>;

/** Every text by its path of names, joined by a sign that no name has. */
function flatten(value: object, before: string[] = [], into: Texts = new Map()): Texts {
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') into.set([...before, name].join('>'), part);
    else flatten(part as object, [...before, name], into);
  }
  return into;
}

type Found = Map<string, Texts>;

const namespacesOf = (folder: string) => readdirSync(path.join(folder, 'en')).map((file) => file.replace('.json', ''));
const read = (folder: string, language: string, namespace: string) => flatten(JSON.parse(readFileSync(path.join(folder, language, `${namespace}.json`), 'utf8')) as object);
/** By language and namespace. */
const readAll = (places: readonly (readonly [string, string])[]): Found =>
  new Map(languages.flatMap((language) => places.map(([folder, namespace]) => [`${language} ${namespace}`, read(folder, language, namespace)] as const)));
const dispatcherTexts = readAll(namespacesOf(DISPATCHER).map((namespace) => [DISPATCHER, namespace]));
const textsOf = (language: string, namespace: string) => dispatcherTexts.get(`${language} ${namespace}`) as Texts;

/** Keys without their plural forms, and the forms of those that have some. */
function keysOf(found: Texts): { plain: Set<string>; plural: Map<string, Set<string>> } {
  const bases = new Set([...found.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(PLURAL, '')));
  const plain = new Set<string>();
  const plural = new Map<string, Set<string>>();
  for (const key of found.keys()) {
    const base = key.replace(PLURAL, '');
    if (base !== key && bases.has(base)) plural.set(base, (plural.get(base) ?? new Set()).add(key.slice(base.length + 1)));
    else plain.add(key);
  }
  return { plain, plural };
}

function sourceFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name)));
}

interface Use {
  file: string;
  namespaces: string[];
  key: string;
}

/** Texts that the sources name as a whole: t('a.b') and t('other:a.b'); `t` belongs to the useTranslation above it. */
function uses(folders: readonly string[]): Use[] {
  return sourceFiles(folders).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const givers = [...source.matchAll(/const \{([^}]*\bt\b[^}]*)\} = useTranslation\(([^)]*)\)/g)].map(({ index, 1: names, 2: given }) => ({
      index, name: /\bt: (\w+)/.exec(names as string)?.[1] ?? 't', namespaces: [...(given as string).matchAll(/'([\w-]+)'/g)].map(([, name]) => name as string),
    }));
    const names = [...new Set(givers.map(({ name }) => name))];
    return names.flatMap((name) =>
      [...source.matchAll(new RegExp(`(?<![\\w.])${name}\\('([^'\\n]+)'(?!\\s*,\\s*\\{[^}]*(?:defaultValue|keySeparator))`, 'g'))].flatMap(({ index, 1: key }) => {
        const giver = givers.filter((one) => one.name === name && one.index < index).at(-1);
        if (!giver) return [];
        const [, namespace, rest] = /^([\w-]+):(.+)$/.exec(key as string) ?? [];
        return [{ file, namespaces: namespace ? [namespace] : giver.namespaces.length > 0 ? giver.namespaces : ['common'], key: (rest ?? key) as string }];
      }),
    );
  });
}

function has(texts: Found, language: string, namespace: string, key: string): boolean {
  const found = texts.get(`${language} ${namespace}`);
  const flat = key.replaceAll('.', '>');
  return found !== undefined && (found.has(flat) || found.has(`${flat}_other`));
}

for (const { name: screen, folder, sources, shared, atLeast } of screens) {
  const namespaces = namespacesOf(folder);
  const texts = readAll([...namespaces.map((namespace) => [folder, namespace] as const), ...shared]);
  const textsOf = (language: string, namespace: string) => texts.get(`${language} ${namespace}`) as Texts;

  describe(`Texts of the ${screen}'s screen`, () => {
    it('are there in English, French and Russian, with the same keys', () => {
      expect(readdirSync(folder).sort()).to.deep.equal(languages);
      for (const language of languages) expect(readdirSync(path.join(folder, language)).sort(), language).to.deep.equal(namespaces.map((namespace) => `${namespace}.json`).sort());
      const missing: string[] = [];
      for (const namespace of namespaces) {
        const all = languages.map((language) => keysOf(textsOf(language, namespace)));
        const every = new Set(all.flatMap(({ plain, plural }) => [...plain, ...plural.keys()]));
        for (const [index, { plain, plural }] of all.entries()) {
          for (const key of every) if (!plain.has(key) && !plural.has(key)) missing.push(`${languages[index]} ${namespace} ${key}`);
        }
      }
      expect(missing).to.deep.equal([]);
    });

    it('have every plural form of their language', () => {
      const missing: string[] = [];
      for (const language of languages) {
        const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        for (const namespace of namespaces) {
          for (const [key, forms] of keysOf(textsOf(language, namespace)).plural) {
            // French "many" is for millions: a text without it falls back to "other".
            for (const form of wanted) if (!forms.has(form) && !(language === 'fr' && form === 'many')) missing.push(`${language} ${namespace} ${key}_${form}`);
          }
        }
      }
      expect(missing).to.deep.equal([]);
    });

    it('take the same values in every language, and none is empty', () => {
      const wrong: string[] = [];
      const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string).filter((name) => name !== 'count').sort().join(' ');
      for (const namespace of namespaces) {
        for (const [key, english] of textsOf('en', namespace)) {
          for (const language of languages) {
            const text = textsOf(language, namespace).get(key);
            if (text !== undefined && (text.trim() === '' || values(text) !== values(english))) wrong.push(`${language} ${namespace} ${key}: ${text}`);
          }
        }
      }
      expect(wrong).to.deep.equal([]);
    });

    it('are there for every text that the sources name', () => {
      const found = uses(sources);
      expect(found.length, 'the sources are read').to.be.greaterThan(atLeast);
      const missing = found.flatMap(({ file, namespaces: named, key }) => languages.filter((language) => !named.some((namespace) => has(texts, language, namespace, key))).map((language) => `${file}: ${language} ${named.join('|')} ${key}`));
      expect(missing).to.deep.equal([]);
    });
  });
}

describe('Texts for what is made by pattern', () => {
  it('are there for every error, right, setting, and column of an import', () => {
    const missing: string[] = [];
    const need = (namespace: string, key: string) => {
      for (const language of languages) if (!textsOf(language, namespace).has(key) && !textsOf(language, namespace).has(`${key}_other`)) missing.push(`${language} ${namespace} ${key}`);
    };
    for (const code of [...Object.keys(errorCatalogue), 'line.lost', 'line.slow']) need('errors', code);
    for (const right of allRights) need('directories', `right>${right}`);
    for (const key of [...settingsCatalogue.map((setting) => setting.key), ...derivedKeys]) need('settings', `label>${key}`);
    for (const target of plainTargets) need('imports', `target>${target}`);
    expect(missing).to.deep.equal([]);
  });

  it('are there for every entity and action that the history can hold', () => {
    const missing: string[] = [];
    for (const language of languages) {
      const has = (key: string) => textsOf(language, 'history').has(key);
      for (const [entity, verbs] of Object.entries(historyActions)) {
        if (!has(`entity>${entity}`)) missing.push(`${language} entity ${entity}`);
        for (const verb of verbs) if (!has(`action>${entity}>${verb}`) && (entity === 'client' || !has(`did>${verb}`))) missing.push(`${language} action ${entity}.${verb}`);
      }
    }
    expect(missing).to.deep.equal([]);
  });

  it('are there for every word that a change can hold', () => {
    const missing = languages.flatMap((language) => Object.values(codes).flat().filter((code) => !textsOf(language, 'history').has(`value>${code}`)).map((code) => `${language} ${code}`));
    expect(missing).to.deep.equal([]);
  });

  it('offer every right in one group of a role, and every column of an import in one group of its drop-down', () => {
    expect(rightGroups.flatMap(([, rights]) => rights).sort()).to.deep.equal([...allRights].sort());
    expect([...targetGroups.flatMap(([, targets]) => targets), 'ignore'].sort()).to.deep.equal([...plainTargets].sort());
    expect([...repeatable].sort()).to.deep.equal([...repeatableTargets].sort());
  });
});
