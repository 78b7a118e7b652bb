/** Why the database cannot be used, in a sentence for whoever starts the program. */
export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError';
}
