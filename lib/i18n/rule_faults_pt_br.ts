/** What the API says is wrong with a rule, in English with its parts, and the same in Portuguese. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^Can never be reached$/, "Nunca pode ser alcançado"],
  [/^Is always reached$/, "É sempre alcançado"],
  [
    /^Percentiles need a window of (.+) or (\d+) minutes$/,
    "Percentis pedem uma janela de $1 ou $2 minutos",
  ],
  [/^A share is of one type of events; give it$/, "Uma parcela é de um tipo de eventos; informe-o"],
  [/^A share is of one type of events$/, "Uma parcela é de um só tipo de eventos"],
  [/^Looks back more than (\d+) minutes in all$/, "Olha para trás mais de $1 minutos ao todo"],
  [
    /^Must have at least one condition, like a type$/,
    "Precisa de ao menos uma condição, como um tipo",
  ],
  [/^Must be an event type, like (\S+)$/, "Deve ser um tipo de evento, como $1"],
  [/^Must be a number$/, "Deve ser um número"],
  [/^Must be a whole number of minutes, (\S+)$/, "Deve ser um número inteiro de minutos, $1"],
  [/^Must be at least (\S+)$/, "Deve ser no mínimo $1"],
  [/^Must be at most (\d+)(?: minutes \(24 hours\))?$/, "Deve ser no máximo $1"],
  [/^Must be at most (\d+) characters$/, "Deve ter no máximo $1 caracteres"],
  [/^Must not be negative$/, "Não pode ser negativo"],
  [/^Must not be empty.*$/, "Não pode ficar vazio"],
  [
    /^Names are letters, digits and _, at most 64$/,
    "Nomes têm letras sem acento, dígitos e _, no máximo 64",
  ],
  [/^At most (\d+)$/, "No máximo $1"],
  [/^Is set by Vigia; choose another name$/, "É definido pelo Vigia; escolha outro nome"],
  [/^(\{\{.*\}\}) is not known; known are (.+)$/s, "$1 não existe; existem $2"],
  [/^Has \{\{ or \}\} that belong to no placeholder$/, "Tem {{ ou }} que não formam um marcador"],
  [
    /^These anomalies are told apart by (.+) only$/,
    "Estas anomalias só se distinguem por: $1",
  ],
  [
    /^The rule is about one type; choose another dimension$/,
    "A regra é sobre um só tipo; escolha outra dimensão",
  ],
  [
    /^The filter leaves one value of it; choose another dimension$/,
    "O filtro deixa um só valor dela; escolha outra dimensão",
  ],
  [/^There are (\d+) rules already$/, "Já há $1 regras"],
];

/** A fault of a rule in Portuguese; as it is where nobody has translated it. */
export function ruleFaultPtBR(message: string): string {
  const [pattern, text] = FAULTS.find(([pattern]) => pattern.test(message)) ?? [];
  return pattern === undefined || text === undefined ? message : message.replace(pattern, text);
}
