// Mail by SMTP. The time limits keep one attempt well below the sender's claim.
import { createTransport } from 'nodemailer';
import { type Send, SendError } from './sender.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
const WHOLE_MS = 90_000;

export interface MailOptions {
  /** smtp:// or smtps://, with user and password if the server wants them. */
  url: string;
  from: string;
  /** The right side of Message-IDs. */
  host: string;
}

export function mailSender({ url, from, host }: MailOptions): Send {
  const transport = createTransport(withTimeLimits(url), { from, disableFileAccess: true, disableUrlAccess: true });
  return async ({ id, recipient, subject, text }) => {
    const handover = transport.sendMail({
      to: { name: '', address: recipient },
      subject: subject ?? '',
      text,
      messageId: `<message-${id}@${host}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    await limited(handover.catch((error: unknown) => Promise.reject(inPlainWords(error))));
  };
}

function withTimeLimits(text: string): string {
  const url = new URL(text);
  const limits = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS, dnsTimeout: CONNECT_MS };
  for (const [name, value] of Object.entries(limits)) if (!url.searchParams.has(name)) url.searchParams.set(name, String(value));
  return url.toString();
}

/** A server that trickles a byte now and then never hits the limits above. */
async function limited<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SendError('The mail server took too long.')), WHOLE_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}

/** 5xx about this recipient or this text is final; a refused login or an unknown host is ours to repair. */
function inPlainWords(raw: unknown): SendError {
  const { code, responseCode, response } = raw as SmtpError;
  const said = response ? ` It said: ${response.replace(/\s+/g, ' ').slice(0, 300)}` : '';
  const permanent = responseCode !== undefined && responseCode >= 500;
  switch (code) {
    case 'EENVELOPE': return new SendError(`The mail server refused the recipient.${said}`, permanent || responseCode === undefined);
    case 'EMESSAGE': return new SendError(`The mail server refused the message.${said}`, permanent);
    case 'EAUTH': return new SendError('The mail server refused our login (SMTP_URL).');
    case 'EDNS': return new SendError('The mail server (SMTP_URL) is not known by that name.');
    case 'ETLS': return new SendError('No encrypted connection to the mail server could be made.');
    case 'ETIMEDOUT': return new SendError('The mail server did not answer in time.');
    case 'ESOCKET':
    case 'ECONNECTION':
    case 'ECONNREFUSED':
    case 'ECONNRESET': return new SendError('The mail server cannot be reached, or cut the connection.');
    default: return new SendError(`The mail server did not take the message.${said}`);
  }
}
