// Imports as a task of the job runner.
import { Type } from 'typebox';
import type { AppContext } from '../context.js';
import { Id } from '../contract/primitives.js';
import { compileSchema } from '../lib/schema-check.js';
import { IMPORT_TASK } from '../imports/imports.js';
import { runImport } from '../imports/run-import.js';

const checkPayload = compileSchema(Type.Object({ importId: Id }));

export function importTasks({ db, logger }: Pick<AppContext, 'db' | 'logger'>): Record<string, (payload: unknown, stopping: AbortSignal) => Promise<void>> {
  return {
    [IMPORT_TASK]: async (payload, stopping) => {
      if (!checkPayload(payload)) throw new Error(`not the payload of an import: ${JSON.stringify(payload)}`);
      const { importId } = payload as { importId: number };
      await runImport(db, importId, { signal: stopping, report: (error) => logger.error({ err: error, importId }, 'an import met an error') });
    },
  };
}
