// Parts of a transaction that can fail, or be only tried, without the rest. Savepoints nest: a name stands for the
// innermost one.
import type { Tx } from './database.js';

/** Runs `part`; if it throws, what it did is undone and the transaction can go on. */
export async function attempt<T>(tx: Tx, part: () => Promise<T>): Promise<T> {
  await tx.prisma.$executeRawUnsafe('savepoint part');
  try {
    const result = await part();
    await tx.prisma.$executeRawUnsafe('release savepoint part');
    return result;
  } catch (error) {
    await rollBack(tx);
    throw error;
  }
}

/** Runs `part` for its answer or its refusal; whatever it did is undone. */
export async function rehearse<T>(tx: Tx, part: () => Promise<T>): Promise<T> {
  await tx.prisma.$executeRawUnsafe('savepoint part');
  try {
    return await part();
  } finally {
    await rollBack(tx);
  }
}

async function rollBack(tx: Tx): Promise<void> {
  await tx.prisma.$executeRawUnsafe('rollback to savepoint part');
  await tx.prisma.$executeRawUnsafe('release savepoint part');
}
