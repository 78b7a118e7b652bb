// Swiss federal administration: every name is the whole path, so the superior's is taken off by means of the
// parent; " - " is inside 29 own names too, and splitting by it would be wrong.
import type { Recipe } from './recipe.js';

export const chFederalUnits: Recipe = {
  title: 'Swiss federal administration (Staatskalender)',
  folder: 'ch-federal-units',
  files: ['ch.csv'],
  mapping: { id: 'externalId', parent_id: 'parentExternalId', name: 'name', abbreviation: 'comment', address: 'address', phone: 'phones', email: 'email' },
  options: { stripParentName: true, kind: 'department', phoneCountry: 'CH' },
};
