import type { Config } from '../config.js';
import { mailSender } from './mail.js';
import type { Senders } from './sender.js';
import { smsSender } from './sms.js';

/** Who delivers mail and SMS, by the settings. */
export function createSenders(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'smsUrl' | 'smsToken' | 'smsFrom' | 'publicUrl'>): Senders {
  const { smtpUrl, mailFrom, smsUrl, smsToken, smsFrom, publicUrl } = config;
  return {
    email: smtpUrl === null ? null : mailSender({ url: smtpUrl, from: mailFrom, host: new URL(publicUrl).hostname }),
    sms: smsUrl === null ? null : smsSender({ url: smsUrl, token: smsToken, from: smsFrom }),
  };
}
