/** What a column may hold, as the form names it. */
export const IMPORT_FIELDS = ["amount", "date", "userId", "category", "merchant", "note"] as const;
export type ImportField = typeof IMPORT_FIELDS[number];

/** Which column, counted from 0, holds which field. */
export type Columns = Partial<Record<ImportField, number>>;

/** Headings in English and Portuguese, in the form that `plain` gives; the first fits best. */
const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  amount: ["amount", "valor", "value", "total", "price", "preco", "montante", "quantia", "custo"],
  date: ["date", "data", "timestamp", "datetime", "datahora", "dia", "when", "time"],
  userId: [
    "userid",
    "user",
    "usuario",
    "employee",
    "funcionario",
    "colaborador",
    "person",
    "pessoa",
    "name",
    "nome",
    "email",
  ],
  category: ["category", "categoria", "kind", "tipo", "type"],
  merchant: [
    "merchant",
    "estabelecimento",
    "vendor",
    "fornecedor",
    "supplier",
    "store",
    "loja",
    "payee",
    "favorecido",
  ],
  note: [
    "note",
    "notes",
    "nota",
    "notas",
    "observac",
    "obs",
    "comment",
    "comentario",
    "description",
    "descricao",
    "historico",
    "memo",
  ],
};

/** A heading in small ASCII letters and figures alone: `Valor (R$)` is `valorr`. */
function plain(heading: string): string {
  return heading.normalize("NFD").toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** Which columns the headings name; each column is taken once. */
export function columnsOf(headings: readonly string[]): Columns {
  const names = headings.map(plain);
  const columns: Columns = {};
  const taken = new Set<number>();
  for (const fits of [(name: string, known: string) => name === known, beginsWith]) {
    for (const field of IMPORT_FIELDS) {
      if (columns[field] !== undefined) continue;
      const index = NAMES[field].map((known) =>
        names.findIndex((name, place) => !taken.has(place) && fits(name, known))
      ).find((place) => place >= 0);
      if (index === undefined) continue;
      columns[field] = index;
      taken.add(index);
    }
  }
  return columns;
}

function beginsWith(name: string, known: string): boolean {
  return known.length > 3 && name.startsWith(known);
}

/**
 * The column that is chosen by its heading or as `#3` (the third; `#0` is none); `null` when there is
 * no such column.
 */
export function columnNamed(given: string, headings: readonly string[]): number | null {
  const number = /^#(\d{1,3})$/.exec(given)?.[1];
  if (number !== undefined) return Number(number) <= headings.length ? Number(number) - 1 : null;
  const exact = headings.indexOf(given);
  if (exact >= 0) return exact;
  const alike = headings.findIndex((heading) => plain(heading) === plain(given));
  return alike >= 0 && plain(given) !== "" ? alike : null;
}
