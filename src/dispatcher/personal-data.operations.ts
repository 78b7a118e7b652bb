// Personal data (directory.md §7): erasure, retention, export.
import { Type } from 'typebox';
import { ClientParams } from '../contract/clients.js';
import { EraseInput, Erasure, RetentionCandidate, RetentionRun } from '../contract/personal-data.js';
import { closed, Id, page, PageQuery } from '../contract/primitives.js';
import { command, Download, procedure, query, RolledBack } from '../http/operation.js';
import { eraseClient } from '../personal-data/erasure.js';
import { exportPersonalData } from '../personal-data/export.js';
import { getRun, listCandidates, listRuns, requestRun } from '../personal-data/retention.js';

const Retention = closed({
  dryRun: Type.Boolean(),
  candidates: Type.Optional(page(RetentionCandidate)),
  run: Type.Optional(RetentionRun),
});
const shared = { tag: 'Personal data', permission: 'personalData.erase' } as const;

export const personalDataOperations = [
  command(
    {
      ...shared, id: 'eraseClient', method: 'post', path: '/clients/{id}/erase', summary: "Erase a client's personal data, in the history too; this cannot be undone",
      params: ClientParams, body: EraseInput, response: Erasure, errors: ['client.not_found', 'client.in_use', 'conflict.version'],
    },
    async (tx, actor, { params: { id }, body: { dryRun = false }, version }) => {
      const erasure = await eraseClient(tx, actor, id, version);
      if (dryRun) throw new RolledBack(() => ({ dryRun, ...erasure }));
      return { dryRun, ...erasure };
    },
  ),
  procedure(
    {
      ...shared, id: 'exportPersonalData', method: 'post', path: '/clients/{id}/personal-data-export', summary: 'Everything held about a client, as one ZIP archive',
      params: ClientParams, response: Download, download: 'application/zip', errors: ['client.not_found'],
    },
    (db, actor, { params: { id } }) => exportPersonalData(db, actor, id),
  ),
  command(
    {
      ...shared, id: 'runRetention', method: 'post', path: '/personal-data/retention',
      summary: 'Erase private persons whose group keeps personal data no longer: dryRun lists them, else a run is started and goes on by itself',
      body: closed({ dryRun: Type.Optional(Type.Boolean()), limit: PageQuery.limit, cursor: PageQuery.cursor }), response: Retention, errors: ['request.cursor_invalid'],
    },
    async (tx, actor, { body: { dryRun = false, ...given } }) => ({ dryRun, ...(dryRun ? { candidates: await listCandidates(tx, given) } : { run: await requestRun(tx, actor) }) }),
  ),
  query(
    {
      ...shared, id: 'listRetentionRuns', method: 'get', path: '/personal-data/retention/runs', summary: 'The last runs, newest first',
      query: closed(PageQuery), response: page(RetentionRun), errors: ['request.cursor_invalid'],
    },
    (db, _actor, input) => listRuns(db, input.query),
  ),
  query(
    {
      ...shared, id: 'getRetentionRun', method: 'get', path: '/personal-data/retention/runs/{id}', summary: 'One run, with its progress',
      params: closed({ id: Id }), response: RetentionRun, errors: ['item.not_found'],
    },
    (db, _actor, { params: { id } }) => getRun(db, id),
  ),
];
