// The user agreement on the wire (C-10).
import { type Static, Type } from 'typebox';
import { closed, nullable, Version } from './primitives.js';

export const AgreementTexts = closed({ en: Type.String(), ru: Type.String(), fr: Type.String() });

export const CabinetAgreement = closed({
  mustAccept: Type.Boolean({ description: 'Nothing else works before' }),
  agreement: nullable(closed({ number: Type.Integer(), publishedAt: Type.String(), texts: AgreementTexts }, { description: 'The newest version' })),
  acceptedAt: nullable(Type.String({ description: 'When the client itself accepted this version' })),
});
export type CabinetAgreement = Static<typeof CabinetAgreement>;

export const PublishInput = closed({ dryRun: Type.Optional(Type.Boolean({ description: 'Only tell how many will be asked' })), version: Type.Optional(Version) });
export const Publication = closed({ dryRun: Type.Boolean(), number: Type.Integer(), asked: Type.Integer({ description: 'Clients with a password that have to accept' }) });

const AcceptanceView = closed({
  number: Type.Integer({ description: 'Of the version' }),
  name: Type.String(),
  at: Type.String(),
  login: nullable(Type.String({ description: 'Of the client; null: an operator accepted, or it was erased' })),
  operator: nullable(Type.String({ description: 'Who accepted for the client' })),
  channel: Type.String(),
  ip: nullable(Type.String()),
});

export const ClientAgreements = closed({
  current: nullable(Type.Integer({ description: 'The newest version; null: there is none' })),
  items: Type.Array(AcceptanceView, { description: 'What was accepted, newest first' }),
});
