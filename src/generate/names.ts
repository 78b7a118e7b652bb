// Words for believable names in three languages.
import type { Random } from './random.js';

export type Locale = 'ru' | 'en' | 'fr';
export type Sex = 'male' | 'female';

interface Words {
  country: string;
  timeZone: string;
  male: string[];
  female: string[];
  surnames: string[];
  organisations: string[];
  trades: string[];
  departments: string[];
  cities: string[];
  streets: string[];
}

const words: Record<Locale, Words> = {
  ru: {
    country: 'RU',
    timeZone: 'Europe/Moscow',
    male: ['Александр', 'Алексей', 'Андрей', 'Артём', 'Борис', 'Вадим', 'Василий', 'Виктор', 'Глеб', 'Денис', 'Дмитрий', 'Егор', 'Иван', 'Игорь', 'Кирилл', 'Максим', 'Михаил', 'Николай', 'Олег', 'Павел', 'Роман', 'Сергей', 'Тимур', 'Фёдор', 'Юрий'],
    female: ['Алина', 'Алла', 'Анастасия', 'Анна', 'Валентина', 'Вера', 'Галина', 'Дарья', 'Екатерина', 'Елена', 'Жанна', 'Зоя', 'Инна', 'Ирина', 'Ксения', 'Лариса', 'Людмила', 'Мария', 'Надежда', 'Наталья', 'Ольга', 'Полина', 'Светлана', 'Татьяна', 'Юлия'],
    surnames: ['Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров', 'Морозов', 'Волков', 'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов', 'Степанов', 'Николаев', 'Орлов', 'Андреев', 'Макаров', 'Никитин', 'Захаров', 'Зайцев', 'Соловьёв', 'Борисов', 'Яковлев', 'Григорьев', 'Романов', 'Воробьёв', 'Сергеев', 'Кузьмин', 'Фролов', 'Щербаков', 'Королёв', 'Журавлёв', 'Ильин', 'Гусев'],
    organisations: ['ООО «@»', 'АО «@»', 'ПАО «@»', 'Банк «@»', 'ГК «@»', 'Завод «@»', 'Клиника «@»', 'Торговый дом «@»'],
    trades: ['Северный путь', 'Восток', 'Меридиан', 'Гранит', 'Вымпел', 'Заря', 'Орион', 'Полюс', 'Каскад', 'Прогресс', 'Легион', 'Высота', 'Родник', 'Сибирь', 'Балтика', 'Кама', 'Алмаз', 'Форум', 'Континент', 'Радуга'],
    departments: ['Отдел закупок', 'Бухгалтерия', 'Отдел продаж', 'Отдел кадров', 'Юридический отдел', 'Отдел логистики', 'Служба безопасности', 'Отдел маркетинга', 'ИТ-отдел', 'Администрация', 'Филиал', 'Касса', 'Цех', 'Склад', 'Лаборатория', 'Представительство'],
    cities: ['Москва', 'Казань', 'Пермь', 'Самара', 'Омск', 'Тула', 'Уфа', 'Томск', 'Воронеж', 'Екатеринбург', 'Новосибирск', 'Санкт-Петербург'],
    streets: ['ул. Ленина', 'ул. Мира', 'ул. Садовая', 'пр. Победы', 'ул. Гагарина', 'наб. Речная', 'ул. Заводская'],
  },
  en: {
    country: 'GB',
    timeZone: 'Europe/London',
    male: ['Adam', 'Alfie', 'Ben', 'Charles', 'Daniel', 'Edward', 'Frank', 'George', 'Harry', 'Isaac', 'Jack', 'James', 'Liam', 'Martin', 'Noah', 'Oliver', 'Peter', 'Robert', 'Samuel', 'Thomas'],
    female: ['Alice', 'Amelia', 'Beth', 'Charlotte', 'Diana', 'Emily', 'Florence', 'Grace', 'Hannah', 'Isla', 'Jane', 'Kate', 'Lucy', 'Mary', 'Nora', 'Olivia', 'Poppy', 'Rose', 'Sophie', 'Zoe'],
    surnames: ['Smith', 'Jones', 'Taylor', 'Brown', 'Williams', 'Wilson', 'Johnson', 'Davies', 'Patel', 'Robinson', 'Wright', 'Thompson', 'Evans', 'Walker', 'White', 'Roberts', 'Green', 'Hall', 'Wood', 'Jackson', 'Clarke', "O'Neill", 'Hughes', 'Edwards', 'Hill', 'Moore', 'Harris', 'Baker', 'King', 'Turner'],
    organisations: ['@ Ltd', '@ plc', '@ Holdings', '@ & Sons', '@ Bank', '@ Hospital Trust', '@ Logistics', '@ Group'],
    trades: ['Northgate', 'Ashford', 'Kestrel', 'Blackwater', 'Harrow', 'Silverstone', 'Redwood', 'Fairfield', 'Oakham', 'Bluebell', 'Highgrove', 'Stonebridge', 'Meadow', 'Lighthouse', 'Thames', 'Granite'],
    departments: ['Purchasing', 'Accounts', 'Sales', 'Human resources', 'Legal', 'Logistics', 'Security', 'Marketing', 'IT', 'Administration', 'Branch', 'Cash desk', 'Workshop', 'Warehouse', 'Laboratory', 'Regional office'],
    cities: ['London', 'Leeds', 'Bristol', 'York', 'Oxford', 'Cardiff', 'Glasgow', 'Norwich'],
    streets: ['High Street', 'Station Road', 'Church Lane', 'Mill Road', 'Park Avenue', 'Victoria Street'],
  },
  fr: {
    country: 'FR',
    timeZone: 'Europe/Paris',
    male: ['Alain', 'Antoine', 'Benoît', 'Clément', 'Denis', 'Étienne', 'François', 'Gaël', 'Hugo', 'Julien', 'Léo', 'Louis', 'Mathieu', 'Nicolas', 'Olivier', 'Paul', 'Rémi', 'Thomas', 'Vincent', 'Yves'],
    female: ['Adèle', 'Anaïs', 'Aurélie', 'Camille', 'Chloé', 'Claire', 'Élodie', 'Emma', 'Françoise', 'Inès', 'Jeanne', 'Julie', 'Léa', 'Louise', 'Manon', 'Noémie', 'Pauline', 'Sarah', 'Sylvie', 'Zoé'],
    surnames: ['Martin', 'Bernard', 'Thomas', 'Petit', 'Robert', 'Richard', 'Durand', 'Dubois', 'Moreau', 'Laurent', 'Simon', 'Michel', 'Lefèvre', 'Leroy', 'Roux', 'David', 'Bertrand', 'Morel', 'Fournier', 'Girard', 'Bonnet', 'Dupont', 'Lambert', 'Fontaine', "L'Hermite", 'Faure', 'Mercier', 'Blanc', 'Guérin', 'Muller'],
    organisations: ['@ SA', '@ SARL', 'Groupe @', 'Banque @', 'Établissements @', 'Clinique @', 'Société @', '@ et Fils'],
    trades: ['Belvédère', 'Lumière', 'du Rhône', 'Horizon', 'Mistral', 'Garonne', 'Étoile', 'des Alpes', 'Beauséjour', 'Clairval', 'Atlantique', 'Monceau', 'Fontenay', 'Vauban'],
    departments: ['Achats', 'Comptabilité', 'Ventes', 'Ressources humaines', 'Service juridique', 'Logistique', 'Sécurité', 'Marketing', 'Informatique', 'Administration', 'Agence', 'Caisse', 'Atelier', 'Entrepôt', 'Laboratoire', 'Bureau régional'],
    cities: ['Paris', 'Lyon', 'Nantes', 'Lille', 'Rennes', 'Toulouse', 'Bordeaux', 'Dijon'],
    streets: ['rue de la Paix', 'rue Victor-Hugo', 'avenue de la Gare', 'place du Marché', 'rue des Lilas', 'boulevard Carnot'],
  },
};

export const countryOf = (locale: Locale): string => words[locale].country;
export const timeZoneOf = (locale: Locale): string => words[locale].timeZone;

export function randomLocale(random: Random): Locale {
  const at = random.next();
  return at < 0.6 ? 'ru' : at < 0.85 ? 'en' : 'fr';
}

/** The number keeps many organisations of one name apart. */
export function organisationName(locale: Locale, number: number, random: Random): string {
  const { organisations, trades } = words[locale];
  return random.pick(organisations).replace('@', `${random.pick(trades)} ${number}`);
}

export function departmentName(locale: Locale, random: Random): string {
  const { departments, cities } = words[locale];
  const name = random.pick(departments);
  return random.chance(0.4) ? `${name} ${random.pick(cities)}` : `${name} ${random.between(1, 40)}`;
}

export function personName(locale: Locale, sex: Sex, random: Random): string {
  const { male, female, surnames } = words[locale];
  const first = random.pick(sex === 'male' ? male : female);
  const surname = random.pick(surnames);
  if (locale !== 'ru') return `${first} ${surname}`;
  return `${sex === 'male' ? surname : `${surname}а`} ${first} ${patronymic(random.pick(male), sex)}`;
}

function patronymic(father: string, sex: Sex): string {
  if (father.endsWith('ий')) return `${father.slice(0, -2)}ье${sex === 'male' ? 'вич' : 'вна'}`;
  if (/[йь]$/.test(father)) return `${father.slice(0, -1)}е${sex === 'male' ? 'вич' : 'вна'}`;
  return `${father}о${sex === 'male' ? 'вич' : 'вна'}`;
}

export function addressIn(locale: Locale, random: Random): string {
  const { cities, streets } = words[locale];
  return `${random.pick(cities)}, ${random.pick(streets)}, ${random.between(1, 120)}`;
}
