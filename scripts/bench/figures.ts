// All figures in the order of the table of goals.
import type { Figure } from './figure.js';
import { importFile } from './imports.js';
import { liveUpdates } from './live.js';
import { balanceOfTree, moneyRates, resolveRate } from './money.js';
import { deepChains, effectiveSettingsRate, listPages, memory, searchWhileTyping, sizeIndependence, statementsPerRead } from './reads.js';
import { timeToReady } from './start.js';
import { moves, scopeCheck, writesWithLiveUpdates } from './writes.js';

export const figures: readonly Figure[] = [
  effectiveSettingsRate, sizeIndependence, resolveRate, listPages, searchWhileTyping, scopeCheck, moves, deepChains, importFile, liveUpdates, writesWithLiveUpdates, moneyRates, balanceOfTree, timeToReady, memory, statementsPerRead,
];
