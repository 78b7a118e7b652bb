// A list of clients as a table for a file: the same filters as the list, page by page, up to a bound.
import type { ClientItem, ListClientsQuery } from '../contract/clients.js';
import { loadSql, queryRows } from '../db/sql.js';
import type { Table } from '../documents/table.js';
import { AppError } from '../lib/app-error.js';
import type { SearchDb } from '../search/request.js';
import { listClients } from './list.js';

const sql = loadSql(import.meta.url);

export type ExportLanguage = 'en' | 'ru' | 'fr';

/** A search ranks what it finds, and a page of it is dear; a plain list goes along an index. */
const PAGE = 5_000;
const SEARCH_PAGE = 500;

const words = {
  clients: { en: 'Clients', ru: 'Клиенты', fr: 'Clients' },
  id: { en: 'No.', ru: '№', fr: 'Nº' },
  name: { en: 'Name', ru: 'Имя', fr: 'Nom' },
  kind: { en: 'Kind', ru: 'Вид', fr: 'Type' },
  path: { en: 'Superior units', ru: 'Вышестоящие', fr: 'Unités supérieures' },
  number: { en: 'Contract', ru: 'Договор', fr: 'Contrat' },
  phone: { en: 'Phone', ru: 'Телефон', fr: 'Téléphone' },
  group: { en: 'Group', ru: 'Группа', fr: 'Groupe' },
  ownAccount: { en: 'Own account', ru: 'Свой счёт', fr: 'Compte propre' },
  blocked: { en: 'Blocked', ru: 'Заблокирован', fr: 'Bloqué' },
  tags: { en: 'Tags', ru: 'Метки', fr: 'Étiquettes' },
  below: { en: 'Below', ru: 'Ниже', fr: 'Sous-unités' },
  yes: { en: 'yes', ru: 'да', fr: 'oui' },
  organisation: { en: 'Organisation', ru: 'Организация', fr: 'Organisation' },
  department: { en: 'Department', ru: 'Подразделение', fr: 'Unité' },
  employee: { en: 'Employee', ru: 'Сотрудник', fr: 'Collaborateur' },
  person: { en: 'Private person', ru: 'Частное лицо', fr: 'Particulier' },
} as const;
type Word = keyof typeof words;

/** Throws request.too_large above `most` rows. */
export async function clientsTable(db: SearchDb, query: ListClientsQuery, today: string, language: ExportLanguage, most: number): Promise<Table> {
  const say = (word: Word) => words[word][language];
  const items = await allClients(db, query, today, most);
  const groups = new Map((await queryRows<{ id: number; name: string }>(db, sql('select_groups'))).map(({ id, name }) => [id, name]));
  const row = (client: ClientItem) => [
    client.id, client.name, say(client.kind as Word), client.path.map(({ name }) => name).join(' › '), client.number, client.phone, groups.get(client.groupId) ?? null, client.usesOwnAccount ? say('yes') : null,
    client.blocked ? [say('yes'), client.blockedBy?.id === client.id ? null : client.blockedBy?.name, client.blockedBy?.reason].filter(Boolean).join(': ') : null, client.tags.join(', '), client.childCount,
  ];
  const column = (word: Word, width = 16) => ({ title: say(word), width });
  return {
    title: say('clients'),
    columns: [
      { title: say('id'), kind: 'number', width: 10 }, column('name', 40), column('kind'), column('path', 40), column('number'), column('phone', 20), column('group', 24), column('ownAccount', 12), column('blocked', 24), column('tags', 20),
      { title: say('below'), kind: 'number', width: 10 },
    ],
    rows: items.map(row),
  };
}

async function allClients(db: SearchDb, query: ListClientsQuery, today: string, most: number): Promise<ClientItem[]> {
  const limit = query.q?.trim() || query.phone ? SEARCH_PAGE : PAGE;
  const items: ClientItem[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listClients(db, { ...query, limit: Math.min(limit, most + 1), ...(cursor !== undefined && { cursor }) }, today);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (items.length > most || (items.length === most && cursor !== null)) throw new AppError('request.too_large', `More than ${most} clients: narrow the filter.`);
  }
  return items;
}
