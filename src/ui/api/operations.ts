// The operations as the compiler sees them: names, parameters, bodies and results come from the list that the server
// mounts. Only types are imported; nothing of the server is in a bundle.
import type { cabinetOperationLists, dispatcherOperationLists } from '../../routes.js';

// Of both screens: ids are unique over all audiences, and the server refuses what is another's.
type Listed = (typeof dispatcherOperationLists)[number][number] | (typeof cabinetOperationLists)[number][number];
type Description = NonNullable<Listed extends infer O ? (O extends { described?: infer D } ? D : never) : never>;

/** Operations with a fixed name; those of the directories are made by pattern (see directories.ts). */
export type Operations = { [D in Description as D extends { id: infer Id extends string } ? (string extends Id ? never : Id) : never]: D };
export type OperationId = keyof Operations;

/** Path and query parameters together, as the socket takes them; `version` is what the writer saw, the key is sent again when an answer was lost. */
export type Params<Id extends OperationId> = (Operations[Id] extends { params: infer P } ? P : never) &
  (Operations[Id] extends { query: infer Q } ? Q : never) & { version?: number | undefined; idempotencyKey?: string | undefined };
export type Body<Id extends OperationId> = Operations[Id] extends { body: infer B } ? B : never;
export type Result<Id extends OperationId> = Operations[Id] extends { result: infer R } ? R : never;
