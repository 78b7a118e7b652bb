// Предгорный район: units by path number. Short names stand in the comment, full names are the names.
import type { Recipe } from './recipe.js';

export const ruPredgorny: Recipe = {
  title: 'Администрация Предгорного района Ставропольского края',
  folder: 'ru-predgorny-administration',
  files: ['units.csv'],
  mapping: { id: 'externalId', parent_id: 'parentExternalId', fullname: 'name', shortname: 'comment', phone: 'phones', email: 'email', address: 'address' },
  options: { kind: 'department', phoneCountry: 'RU' },
};
