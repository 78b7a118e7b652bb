// Cells that mean something in a directory: client groups, and values of settings by id or by name. The rules for a
// value are those of setOwnSetting; each different cell is looked at once.
import type { Actor } from '../auth/actor.js';
import { checkSettingValue, requireDefinition } from '../clients/own-settings.js';
import { attributeIdOf, type SettingDefinition } from '../contract/settings.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { parseDay, parseFlag } from './cells.js';
import { fold } from './guess.js';

const sql = loadSql(import.meta.url);

interface Named {
  directory: string;
  id: number;
  name: string;
  choices: { id: number; name: string }[] | null;
}

export type ReadSetting = { value: unknown; needsOwnAccount: boolean } | { refused: string };

export interface SettingCells {
  /** The id of a client group. */
  group(text: string): number | { refused: string };
  setting(key: string, text: string, place: 'root' | 'subordinate'): Promise<ReadSetting>;
}

export async function settingCells(db: Db, actor: Actor): Promise<SettingCells> {
  const names = await queryRows<Named>(db, sql('select_names'));
  const known = new Map<string, Promise<ReadSetting>>();
  return {
    group: (text) => idOf(names, 'groups', text),
    setting(key, text, place) {
      const cell = JSON.stringify([key, text, place]);
      let read = known.get(cell);
      if (!read) known.set(cell, (read = db.transaction((tx) => readSetting(tx, actor, names, key, text, place))));
      return read;
    },
  };
}

/** Throws setting.unknown if there is no such key. */
export async function requireSettings(db: Db, actor: Actor, keys: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const key of keys) await requireDefinition(tx, actor, key);
  });
}

async function readSetting(tx: Tx, actor: Actor, names: readonly Named[], key: string, text: string, place: 'root' | 'subordinate'): Promise<ReadSetting> {
  try {
    const definition = await requireDefinition(tx, actor, key);
    const raw = rawValue(definition, names, text, tx.defaults.currency);
    if (isRefusal(raw)) return raw;
    return { value: await checkSettingValue(tx, actor, key, raw, place), needsOwnAccount: definition.needsOwnAccount ?? false };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { refused: error.message };
    throw error;
  }
}

const isRefusal = (value: unknown): value is { refused: string } => typeof value === 'object' && value !== null && 'refused' in value;

function rawValue(definition: SettingDefinition, names: readonly Named[], text: string, currency: string): unknown {
  const schema = definition.value as unknown as { type?: string; enum?: unknown[]; format?: string; properties?: Record<string, unknown> };
  const attribute = attributeIdOf(definition.key);
  if (definition.reference && schema.type !== 'array') return idOf(names, definition.reference, text);
  if (definition.reference) {
    const ids = text.split(/[;,|\n]/).map((part) => part.trim()).filter(Boolean).map((part) => idOf(names, definition.reference as string, part));
    return ids.find(isRefusal) ?? [...new Set(ids)];
  }
  if (schema.enum && attribute !== null) return choiceOf(names, attribute, text);
  if (schema.enum) return schema.enum.find((value) => fold(String(value)) === fold(text)) ?? text;
  if (schema.properties && 'amount' in schema.properties) return { amount: text.replaceAll(/[\s\u00a0]/g, '').replace(/,(\d{1,2})$/, '.$1'), currency };
  if (schema.type === 'boolean') return parseFlag(text) ?? text;
  if (schema.type === 'integer' || schema.type === 'number') return asNumber(text) ?? text;
  if (schema.format === 'date') return parseDay(text, 'dmy') ?? text;
  if (schema.type === 'object') return asJson(text) ?? { refused: 'A record is written as JSON.' };
  return text;
}

function idOf(names: readonly Named[], directory: string, text: string): number | { refused: string } {
  const items = names.filter((item) => item.directory === directory);
  const byName = items.filter(({ name }) => name.trim().toLowerCase() === text.trim().toLowerCase());
  if (byName.length === 1) return (byName[0] as Named).id;
  if (byName.length > 1) return { refused: `There are ${byName.length} items "${text}"; give the id.` };
  const byId = items.find(({ id }) => String(id) === text.trim());
  return byId?.id ?? { refused: `There is no item "${text.slice(0, 100)}".` };
}

function choiceOf(names: readonly Named[], attributeId: number, text: string): number | { refused: string } {
  const choices = names.find(({ directory, id }) => directory === 'attributes' && id === attributeId)?.choices ?? [];
  const found = choices.find(({ name }) => name.trim().toLowerCase() === text.trim().toLowerCase()) ?? choices.find(({ id }) => String(id) === text.trim());
  return found?.id ?? { refused: `There is no choice "${text.slice(0, 100)}".` };
}

function asNumber(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
