import type { Locale } from "../i18n/locale.ts";
import type { PasswordFault } from "./auth_errors.ts";

/** What the sign-in and registration pages say when a form is refused. */
export interface AccountTexts {
  credentialsWrong: string;
  emailTaken: string;
  emailInvalid: string;
  nameMissing: string;
  passwordMissing: string;
  passwordFaults: Readonly<Record<PasswordFault, string>>;
  tooManyAttempts: (seconds: number) => string;
  busy: string;
}

const TEXTS: Readonly<Record<Locale, AccountTexts>> = {
  "en": {
    credentialsWrong: "E-mail or password is wrong.",
    emailTaken: "An account with this e-mail exists. Sign in instead.",
    emailInvalid: "Enter an e-mail address, such as ana@example.com.",
    nameMissing: "Enter your name, at most 100 characters.",
    passwordMissing: "Enter your password.",
    passwordFaults: {
      short: "The password needs at least 8 characters.",
      long: "The password is too long: at most 72 bytes, as many plain letters.",
      own: "The password must not be your name or e-mail.",
      common: "This password is among the first that are guessed. A sentence is good.",
    },
    tooManyAttempts: (seconds) => `Too many attempts. Try again in ${seconds} s.`,
    busy: "The server is busy. Try again in a few seconds.",
  },
  "pt-BR": {
    credentialsWrong: "E-mail ou senha incorretos.",
    emailTaken: "Já existe uma conta com este e-mail. Entre com ela.",
    emailInvalid: "Informe um e-mail, como ana@exemplo.com.br.",
    nameMissing: "Informe seu nome, com até 100 caracteres.",
    passwordMissing: "Informe sua senha.",
    passwordFaults: {
      short: "A senha precisa de pelo menos 8 caracteres.",
      long: "A senha é longa demais: até 72 bytes, ou 72 letras sem acento.",
      own: "A senha não pode ser seu nome nem seu e-mail.",
      common: "Esta senha está entre as primeiras que se tentam. Uma frase é uma boa senha.",
    },
    tooManyAttempts: (seconds) => `Tentativas demais. Tente de novo em ${seconds} s.`,
    busy: "O servidor está ocupado. Tente de novo em alguns segundos.",
  },
};

export function accountTexts(locale: Locale): AccountTexts {
  return TEXTS[locale];
}
