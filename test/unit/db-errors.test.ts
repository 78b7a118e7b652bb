import { expect } from 'chai';
import { describeDatabaseError } from '../../src/db/db-errors.js';
import { AppError } from '../../src/lib/app-error.js';

/** As the ORM wraps what its driver says about a raw query. */
function ofDriver(cause: object, message: string): Error {
  return Object.assign(new Error(message), { name: 'PrismaClientKnownRequestError', code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });
}

describe('errors of the database', () => {
  it('a connection that was cut in the middle of a transaction is a database that is away, whatever words the ORM has for it', () => {
    const cut = [
      ofDriver({ kind: 'ConnectionClosed' }, 'Raw query failed. Code: `N/A`. Message: `Server has closed the connection.`'),
      ofDriver({ kind: 'postgres', originalCode: '57P02', originalMessage: 'terminating connection because of crash of another server process' }, 'Raw query failed'),
      Object.assign(new Error('read'), { code: 'ECONNRESET' }),
      new Error('Connection terminated unexpectedly'),
    ];
    for (const error of cut) {
      const described = describeDatabaseError(error);
      expect(described, error.message).to.be.instanceOf(AppError);
      expect((described as AppError).code, error.message).to.equal('server.unavailable');
    }
  });

  it('what is not known stays what it was', () => {
    const error = ofDriver({ kind: 'postgres', originalCode: '22012', originalMessage: 'division by zero' }, 'Raw query failed');
    expect(describeDatabaseError(error)).to.equal(error);
  });
});
