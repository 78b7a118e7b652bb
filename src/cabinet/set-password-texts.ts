// What the page behind a one-time link says, in the languages of the cabinet.
export const pageLanguages = { en: 'English', ru: 'Русский', fr: 'Français' } as const;
export type PageLanguage = keyof typeof pageLanguages;

interface Texts {
  title: string;
  forLogin: string;
  next: string;
  again: string;
  set: string;
  done: string;
  doneHint: string;
  signIn: string;
  invalid: string;
  invalidHint: string;
  toSignIn: string;
  wrong: { short: string; long: string; differ: string; common: string; repeats: string; login: string };
}

export const pageTexts: Record<PageLanguage, Texts> = {
  en: {
    title: 'Set your password', forLogin: 'For the login', next: 'New password (at least 8 characters)', again: 'The same once more', set: 'Set password',
    done: 'Your password is set', doneHint: 'Now sign in to your cabinet with it. Your login is', signIn: 'Sign in',
    invalid: 'The link is unknown, was used already, or is older than a day. Ask for a new one.', invalidHint: 'On the sign-in page choose “Forgotten your password?”, and a new link is sent to you.', toSignIn: 'To the sign-in page',
    wrong: {
      short: 'The password must have at least 8 characters.', long: 'The password must have at most 200 characters.', differ: 'The two passwords differ.',
      common: 'The password is one of the most common passwords; choose another.', repeats: 'The password repeats one or two characters; choose another.', login: 'The password is the login; choose another.',
    },
  },
  ru: {
    title: 'Задайте пароль', forLogin: 'Логин', next: 'Новый пароль (не короче 8 знаков)', again: 'Ещё раз тот же', set: 'Задать пароль',
    done: 'Пароль задан', doneHint: 'Теперь войдите с ним в кабинет. Ваш логин:', signIn: 'Войти',
    invalid: 'Ссылка неизвестна, уже использована или старше суток. Запросите новую.', invalidHint: 'На странице входа нажмите «Забыли пароль?», и мы пришлём новую ссылку.', toSignIn: 'На страницу входа',
    wrong: {
      short: 'В пароле должно быть не меньше 8 знаков.', long: 'В пароле должно быть не больше 200 знаков.', differ: 'Пароли не совпадают.',
      common: 'Это один из самых частых паролей; выберите другой.', repeats: 'В пароле повторяются один-два знака; выберите другой.', login: 'Пароль совпадает с логином; выберите другой.',
    },
  },
  fr: {
    title: 'Choisissez votre mot de passe', forLogin: 'Pour l’identifiant', next: 'Nouveau mot de passe (au moins 8 caractères)', again: 'Le même encore une fois', set: 'Enregistrer',
    done: 'Votre mot de passe est enregistré', doneHint: 'Connectez-vous maintenant à votre espace. Votre identifiant est', signIn: 'Se connecter',
    invalid: 'Le lien est inconnu, a déjà servi ou date de plus d’un jour. Demandez-en un nouveau.', invalidHint: 'Sur la page de connexion, choisissez « Mot de passe oublié ? » : un nouveau lien vous sera envoyé.', toSignIn: 'À la page de connexion',
    wrong: {
      short: 'Le mot de passe doit compter au moins 8 caractères.', long: 'Le mot de passe doit compter au plus 200 caractères.', differ: 'Les deux mots de passe sont différents.',
      common: 'C’est l’un des mots de passe les plus courants ; choisissez-en un autre.', repeats: 'Le mot de passe répète un ou deux caractères ; choisissez-en un autre.', login: 'Le mot de passe est l’identifiant ; choisissez-en un autre.',
    },
  },
};
