// PURE. The built-in texts of messages about orders, and how placeholders are filled.
import type { MessageEvent, Placeholder } from '../contract/message-templates.js';

export interface Text {
  subject: string;
  sms: string;
  mail: string;
}

type Texts = Record<MessageEvent, Text>;

/** What mail says besides: about the ride, and the greeting. */
interface Frame {
  ride: string;
  crew: string;
  sum: string;
  reason: string;
}

function texts(frame: Frame, sentences: Record<MessageEvent, [subject: string, sentence: string, ...more: (keyof Frame)[]]>): Texts {
  const entries = Object.entries(sentences).map(([event, [subject, sentence, ...more]]): [string, Text] => [
    event, { subject, sms: [sentence, ...more.filter((part) => part !== 'ride').map((part) => frame[part])].join('\n'), mail: [sentence, '', ...more.map((part) => frame[part])].join('\n') },
  ]);
  return Object.fromEntries(entries) as Texts;
}

const english = texts(
  { ride: 'When: {date}, {time}\nFrom: {from}\nTo: {to}\nPassenger: {passenger}', crew: 'Car: {car}\nDriver: {driver}', sum: 'Sum: {sum}', reason: 'Reason: {reason}' },
  {
    orderCreated: ['Your order {number}', 'Your order {number} for {date}, {time} is accepted.', 'ride', 'sum'],
    driverAssigned: ['A car for your order {number}', 'A car is on its way for your order {number}.', 'crew', 'ride'],
    carAtPlace: ['Your car is there', 'Your car is waiting. Order {number}.', 'crew', 'ride'],
    clientInside: ['Order {number}: on the way', 'The ride of order {number} has begun.', 'crew', 'ride'],
    orderFinished: ['Order {number} is finished', 'The ride of order {number} is over.', 'sum', 'ride', 'crew'],
    orderAborted: ['Order {number} is cancelled', 'The order {number} for {date}, {time} is cancelled.', 'reason', 'ride'],
    dailyOrderNotMade: ['Your daily order was not made', 'The daily order for {date}, {time} could not be made.', 'reason', 'ride'],
    memberOrderCreated: ['An order of your family', '{passenger} has ordered a car on your account: order {number} for {date}, {time}.', 'ride', 'sum'],
    memberOrderFinished: ['A ride of your family is over', 'The ride of {passenger} on your account is over: order {number}.', 'sum', 'ride'],
  },
);

const russian = texts(
  { ride: 'Когда: {date}, {time}\nОткуда: {from}\nКуда: {to}\nПассажир: {passenger}', crew: 'Машина: {car}\nВодитель: {driver}', sum: 'Сумма: {sum}', reason: 'Причина: {reason}' },
  {
    orderCreated: ['Ваш заказ {number}', 'Заказ {number} на {date}, {time} принят.', 'ride', 'sum'],
    driverAssigned: ['Машина по заказу {number}', 'По вашему заказу {number} назначена машина.', 'crew', 'ride'],
    carAtPlace: ['Машина подана', 'Машина ожидает вас. Заказ {number}.', 'crew', 'ride'],
    clientInside: ['Заказ {number}: в пути', 'Поездка по заказу {number} началась.', 'crew', 'ride'],
    orderFinished: ['Заказ {number} выполнен', 'Поездка по заказу {number} завершена.', 'sum', 'ride', 'crew'],
    orderAborted: ['Заказ {number} отменён', 'Заказ {number} на {date}, {time} отменён.', 'reason', 'ride'],
    dailyOrderNotMade: ['Ежедневный заказ не создан', 'Ежедневный заказ на {date}, {time} создать не удалось.', 'reason', 'ride'],
    memberOrderCreated: ['Заказ по семейному счёту', 'По вашему счёту сделан заказ {number} на {date}, {time}. Пассажир: {passenger}.', 'ride', 'sum'],
    memberOrderFinished: ['Поездка по семейному счёту завершена', 'Поездка по вашему счёту завершена, заказ {number}. Пассажир: {passenger}.', 'sum', 'ride'],
  },
);

const french = texts(
  { ride: 'Quand : {date}, {time}\nDe : {from}\nÀ : {to}\nPassager : {passenger}', crew: 'Voiture : {car}\nChauffeur : {driver}', sum: 'Montant : {sum}', reason: 'Motif : {reason}' },
  {
    orderCreated: ['Votre course {number}', 'Votre course {number} du {date}, {time} est enregistrée.', 'ride', 'sum'],
    driverAssigned: ['Une voiture pour votre course {number}', 'Une voiture est en route pour votre course {number}.', 'crew', 'ride'],
    carAtPlace: ['Votre voiture est arrivée', 'Votre voiture vous attend. Course {number}.', 'crew', 'ride'],
    clientInside: ['Course {number} : en route', 'La course {number} a commencé.', 'crew', 'ride'],
    orderFinished: ['La course {number} est terminée', 'La course {number} est terminée.', 'sum', 'ride', 'crew'],
    orderAborted: ['La course {number} est annulée', 'La course {number} du {date}, {time} est annulée.', 'reason', 'ride'],
    dailyOrderNotMade: ["Votre course quotidienne n'a pas été créée", "La course quotidienne du {date}, {time} n'a pas pu être créée.", 'reason', 'ride'],
    memberOrderCreated: ['Une course de votre famille', '{passenger} a commandé une voiture sur votre compte : course {number} du {date}, {time}.', 'ride', 'sum'],
    memberOrderFinished: ['Une course de votre famille est terminée', 'La course de {passenger} sur votre compte est terminée : course {number}.', 'sum', 'ride'],
  },
);

export const builtInTexts: Readonly<Record<string, Texts>> = { en: english, ru: russian, fr: french };
export const FALLBACK_LANGUAGE = 'en';

export type Values = Readonly<Record<Placeholder, string>>;

const PLACEHOLDER = /\{(\w+)\}/g;

export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name as string);
}

/** A line whose placeholders are all empty is left out; other braces stay as they are. */
export function fillTemplate(template: string, values: Values): string {
  const lines = template.split('\n').filter((line) => {
    const names = placeholdersIn(line).filter((name) => name in values);
    return names.length === 0 || names.some((name) => values[name as Placeholder] !== '');
  });
  return lines.map((line) => line.replaceAll(PLACEHOLDER, (whole, name: string) => (name in values ? values[name as Placeholder] : whole))).join('\n').trim();
}
