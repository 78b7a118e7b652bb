// A first mapping for a file: by the names of its columns in English, Russian and French, then by what is in them.
import type { ColumnMapping, ImportOptions } from '../contract/imports.js';
import { repeatableTargets } from '../contract/imports.js';
import { settingsCatalogue } from '../contract/settings.js';

/** Whole header names, folded (see fold): small letters, no signs, no accents. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  externalId: ['externalid', 'id', 'key', 'code', 'ref', 'reference', 'uid', 'identifier', 'ид', 'код', 'идентификатор', 'внешнийид', 'внешнийкод', 'ключ', 'табельныйномер', 'табельный', 'табномер', 'personnelnumber', 'employeeid', 'employeenumber', 'staffid', 'identifiant', 'matricule', 'cle'],
  parentExternalId: [
    'parentexternalid', 'parentid', 'parent', 'superior', 'superiorid', 'superiorunit', 'reportsto', 'manager', 'managerid', 'parentcode', 'parentkey', 'parentref',
    'родитель', 'родительид', 'идродителя', 'кодродителя', 'вышестоящее', 'вышестоящееподразделение', 'руководитель', 'parentidentifiant', 'superieur', 'unitesuperieure', 'rattachement', 'idparent', 'codeparent',
  ],
  path: ['path', 'fullpath', 'hierarchy', 'путь', 'полныйпуть', 'иерархия', 'структура', 'chemin', 'hierarchie', 'chemincomplet'],
  name: [
    'name', 'fullname', 'title', 'unit', 'unitname', 'organisation', 'organization', 'company', 'client', 'customer', 'employee', 'department', 'jobtitle',
    'название', 'наименование', 'полноенаименование', 'имя', 'фио', 'организация', 'подразделение', 'сотрудник', 'клиент', 'nom', 'nomcomplet', 'intitule', 'raisonsociale', 'unite', 'service', 'libelle',
  ],
  kind: ['kind', 'type', 'вид', 'тип', 'genre'],
  number: ['number', 'contract', 'contractnumber', 'contractno', 'номер', 'номердоговора', 'договор', 'numero', 'numerodecontrat', 'contrat'],
  contractFrom: ['contractfrom', 'contractstart', 'validfrom', 'from', 'договорс', 'началодоговора', 'датаначала', 'contratdu', 'debut', 'debutcontrat', 'datedebut'],
  contractTo: ['contractto', 'contractend', 'validto', 'to', 'until', 'договорпо', 'конецдоговора', 'датаокончания', 'contratau', 'fin', 'fincontrat', 'datefin'],
  address: ['address', 'pickupaddress', 'street', 'адрес', 'адресподачи', 'adresse', 'rue'],
  email: ['email', 'mail', 'emailaddress', 'contactemail', 'почта', 'эпочта', 'элпочта', 'адресэлпочты', 'электроннаяпочта', 'имейл', 'courriel', 'adressemail'],
  useEmail: ['useemail', 'noticesbyemail', 'уведомлятьпопочте'],
  phones: ['phone', 'phones', 'telephone', 'tel', 'mobile', 'phonenumber', 'contactphone', 'cell', 'телефон', 'телефоны', 'мобильный', 'мобильныйтелефон', 'тел', 'portable', 'telephones', 'telmobile'],
  birthDate: ['birthdate', 'dateofbirth', 'dob', 'birthday', 'датарождения', 'деньрождения', 'рождение', 'datedenaissance', 'naissance'],
  sex: ['sex', 'gender', 'пол', 'sexe'],
  comment: ['comment', 'comments', 'note', 'notes', 'remark', 'description', 'комментарий', 'примечание', 'описание', 'commentaire', 'remarque', 'remarques'],
  driverNote: ['drivernote', 'notefordriver', 'notefordrivers', 'дляводителя', 'комментарийводителю', 'примечаниедляводителя', 'noteauchauffeur', 'notepourlechauffeur'],
  language: ['language', 'lang', 'язык', 'langue'],
  country: ['country', 'страна', 'pays'],
  timeZone: ['timezone', 'часовойпояс', 'fuseauhoraire'],
  tags: ['tag', 'tags', 'label', 'labels', 'метка', 'метки', 'теги', 'тег', 'etiquette', 'etiquettes'],
  group: ['group', 'groupid', 'clientgroup', 'группа', 'группаклиентов', 'groupe', 'groupedeclients'],
  contactPerson: ['contactperson', 'contactname', 'контактноелицо', 'personnedecontact'],
  mark: ['mark', 'отметка'],
  useSms: ['usesms', 'noticesbysms', 'уведомлятьпосмс'],
  useCalls: ['usecalls', 'noticesbycall'],
  apiLogin: ['apilogin', 'login', 'логинapi', 'логин'],
  usesOwnAccount: ['usesownaccount', 'ownaccount', 'собственныйсчет', 'свойсчет', 'comptepropre'],
  'settings.tariff': ['tariff', 'rate', 'тариф', 'tarif'],
  'settings.discount': ['discount', 'скидка', 'remise', 'rabais'],
};

const byName = new Map<string, string>([
  ...Object.entries(NAMES).flatMap(([target, names]) => names.map((name) => [fold(name), target] as const)),
  ...settingsCatalogue.map(({ key }) => [fold(`settings.${key}`), `settings.${key}`] as const),
]);

/** Headers of a roster: people, and the unit each belongs to. Alone, either is a name. */
const PEOPLE = new Set(['employee', 'employeename', 'fullname', 'name', 'worker', 'person', 'сотрудник', 'фио', 'имя', 'работник', 'employe', 'nom', 'nomcomplet', 'salarie'].map(fold));
const UNITS = new Set(['department', 'division', 'branch', 'unit', 'отдел', 'подразделение', 'филиал', 'департамент', 'departement', 'service', 'unite', 'direction'].map(fold));

export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').normalize('NFD').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

export function guessMapping(columns: readonly string[], samples: readonly (readonly string[])[]): ColumnMapping[] {
  const mapping: ColumnMapping[] = [];
  const taken = new Set<string>();
  const take = (column: number, target: string | null | undefined) => {
    if (!target || (taken.has(target) && !repeatableTargets.has(target)) || mapping.some((known) => known.column === column)) return;
    taken.add(target);
    mapping.push({ column, target });
  };
  const headers = columns.map(fold);
  const [people, units] = [headers.findIndex((name) => PEOPLE.has(name)), headers.findIndex((name) => UNITS.has(name))];
  if (people >= 0 && units >= 0 && !headers.some((name) => byName.get(name) === 'path' || byName.get(name) === 'parentExternalId')) {
    take(people, 'name');
    take(units, 'path');
  }
  // Names that say more come before those that only contain a word: "Parent ID" before "ID".
  columns.forEach((name, column) => take(column, attributeTarget(name) ?? byName.get(fold(name))));
  columns.forEach((name, column) => take(column, taken.has('name') ? null : nameWithin(name)));
  columns.forEach((_, column) => take(column, byContent(samples.map((cells) => cells[column] ?? ''), taken)));
  if (!taken.has('name') && !taken.has('path')) columns.forEach((_, column) => take(column, taken.has('name') ? null : textColumn(samples.map((cells) => cells[column] ?? ''))));
  return mapping.sort((a, b) => a.column - b.column);
}

export function guessOptions(mapping: readonly ColumnMapping[], samples: readonly (readonly string[])[]): ImportOptions {
  const column = (target: string) => mapping.find((known) => known.target === target)?.column;
  const options: ImportOptions = {};
  const path = column('path');
  const name = column('name');
  if (path !== undefined) {
    const paths = samples.map((cells) => cells[path] ?? '').filter(Boolean);
    options.pathSeparator = guessSeparator(paths);
    const separator = options.pathSeparator;
    options.pathIncludesName = name === undefined || most(samples, (cells) => (cells[path] ?? '').split(separator).pop()?.trim() === (cells[name] ?? '').trim());
  }
  const days = samples.flatMap((cells) => mapping.filter(({ target }) => /Date$|^contract/.test(target)).map(({ column: at }) => /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}$/.exec((cells[at] ?? '').trim())));
  if (days.some((day) => Number(day?.[2]) > 12) && !days.some((day) => Number(day?.[1]) > 12)) options.dates = 'mdy';
  return options;
}

function attributeTarget(name: string): string | null {
  const id = /^(?:settings\.)?attribute\.([1-9]\d{0,9})$/.exec(name.trim())?.[1];
  return id === undefined ? null : `settings.attribute.${id}`;
}

function nameWithin(name: string): string | null {
  return /(^|[\s_-])(name|nom|название|наименование|имя|фио)([\s_-]|$)/iu.test(name) ? 'name' : null;
}

function byContent(cells: readonly string[], taken: ReadonlySet<string>): string | null {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  if (filled.length < 2) return null;
  const mostly = (test: (cell: string) => boolean) => filled.filter(test).length > filled.length * 0.7;
  if (!taken.has('email') && mostly((cell) => /^\S+@\S+\.\S+$/.test(cell))) return 'email';
  if (!taken.has('phones') && mostly((cell) => /^\+?[\d\s().-]{9,20}$/.test(cell) && cell.replaceAll(/\D/g, '').length >= 10)) return 'phones';
  return null;
}

function textColumn(cells: readonly string[]): string | null {
  return cells.length > 0 && most(cells.map((cell) => [cell]), ([cell]) => /\p{L}{2}/u.test(cell ?? '')) ? 'name' : null;
}

export function guessSeparator(paths: readonly string[]): string {
  const found = [' / ', ' > ', ' \\ ', ' | ', '/', '>', '\\', '|', ' - '].find((separator) => most(paths.map((path) => [path]), ([path]) => (path ?? '').includes(separator)));
  return found ?? '/';
}

function most(rows: readonly (readonly string[])[], test: (cells: readonly string[]) => boolean): boolean {
  return rows.length > 0 && rows.filter(test).length * 2 >= rows.length;
}
