// The message with the one-time link, in the client's language. The link itself takes the place of LINK when it is sent.
import { type Channel, SECRET_PLACE } from '../messages/messages.js';
import { PASSWORD_LINK_HOURS } from '../auth/password-links.js';

interface Facts {
  name: string;
  login: string;
}

interface Texts {
  subject: string;
  mail(facts: Facts): string;
  sms(facts: Facts): string;
}

const LINK = SECRET_PLACE;

function letter(greeting: string, before: string, after: string): string {
  return `${[greeting, before, LINK, after].join('\n\n')}\n`;
}

const english: Texts = {
  subject: 'Your access to the client cabinet',
  mail: ({ name, login }) =>
    letter(`Hello ${name},`, `your login for the client cabinet is ${login}.\nSet your password here:`,
      `The link works once, within ${PASSWORD_LINK_HOURS} hours. If you did not expect this message, ignore it: nothing changes.`),
  sms: ({ login }) => `Client cabinet, login ${login}. Set your password within ${PASSWORD_LINK_HOURS} hours: ${LINK}`,
};

const russian: Texts = {
  subject: 'Доступ в кабинет клиента',
  mail: ({ name, login }) =>
    letter(`Здравствуйте, ${name}!`, `Ваш логин для кабинета клиента: ${login}.\nЗадайте пароль по ссылке:`,
      `Ссылка действует один раз, в течение ${PASSWORD_LINK_HOURS} часов. Если вы не ждали этого письма, просто не отвечайте на него: ничего не изменится.`),
  sms: ({ login }) => `Кабинет клиента, логин ${login}. Задайте пароль в течение ${PASSWORD_LINK_HOURS} часов: ${LINK}`,
};

const french: Texts = {
  subject: "Votre accès à l'espace client",
  mail: ({ name, login }) =>
    letter(`Bonjour ${name},`, `votre identifiant pour l'espace client est ${login}.\nChoisissez votre mot de passe ici :`,
      `Le lien fonctionne une seule fois, pendant ${PASSWORD_LINK_HOURS} heures. Si vous n'attendiez pas ce message, ignorez-le : rien ne change.`),
  sms: ({ login }) => `Espace client, identifiant ${login}. Choisissez votre mot de passe sous ${PASSWORD_LINK_HOURS} heures : ${LINK}`,
};

const byLanguage: Record<string, Texts> = { en: english, ru: russian, fr: french };

export function accessLinkText(channel: Channel, language: string | null, facts: Facts): { subject: string | null; body: string } {
  const texts = byLanguage[language?.slice(0, 2) ?? ''] ?? english;
  return channel === 'email' ? { subject: texts.subject, body: texts.mail(facts) } : { subject: null, body: texts.sms(facts) };
}
