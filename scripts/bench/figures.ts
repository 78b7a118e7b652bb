// All figures in the order of the table of goals.
import type { Figure } from './figure.js';
import { deepChains, effectiveSettingsRate, listPages, memory, searchWhileTyping, sizeIndependence, statementsPerRead } from './reads.js';

export const figures: readonly Figure[] = [effectiveSettingsRate, sizeIndependence, listPages, searchWhileTyping, deepChains, memory, statementsPerRead];
