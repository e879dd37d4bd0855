/** A field of a form and what there is to say about it. */
export interface FormFieldProps {
  id: string;
  name: string;
  label: string;
  /** What is there at first. */
  value: string;
  type?: "text" | "number" | "url" | "email" | "password" | "lines" | undefined;
  /** Value and words of each choice; makes it a list to choose from. */
  options?: readonly (readonly [string, string])[] | undefined;
  help?: string | undefined;
  error?: string | undefined;
  /** Said beside the label of a field that may stay empty; such a field is not required. */
  optional?: string | undefined;
  /** Default: what has no `optional`. */
  isRequired?: boolean | undefined;
  placeholder?: string | undefined;
  /** Id of a `datalist`. */
  list?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  maxLength?: number | undefined;
  onChoose?: ((value: string) => void) | undefined;
}

/** Label, control, help and error, tied together for those who cannot see that they are. */
export function FormField(props: FormFieldProps) {
  const { id, label, optional, help, error } = props;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional !== undefined && <span class="muted">{optional}</span>}
      </label>
      <Control {...props} />
      {help !== undefined && <span class="field-help" id={`${id}-help`}>{help}</span>}
      <span class="field-error" id={`${id}-error`}>{error}</span>
    </div>
  );
}

function Control(props: FormFieldProps) {
  const { id, name, value, type = "text", options, help, error, optional } = props;
  const shared = {
    id,
    name,
    required: props.isRequired ?? optional === undefined,
    "aria-invalid": error === undefined ? undefined : "true" as const,
    "aria-describedby": `${help === undefined ? "" : `${id}-help `}${id}-error`,
  };
  if (options !== undefined) {
    return (
      <select
        {...shared}
        required={false}
        class="select"
        onChange={(event) => props.onChoose?.(event.currentTarget.value)}
      >
        {options.map(([choice, words]) => (
          <option key={choice} value={choice} selected={choice === value}>{words}</option>
        ))}
      </select>
    );
  }
  if (type === "lines") {
    return (
      <textarea
        {...shared}
        class="input text-area"
        maxLength={props.maxLength}
        spellcheck={false}
        defaultValue={value}
      />
    );
  }
  return (
    <input
      {...shared}
      class="input"
      type={type}
      step={type === "number" ? "any" : undefined}
      min={props.min}
      max={props.max}
      maxLength={props.maxLength}
      list={props.list}
      placeholder={props.placeholder}
      autocomplete={type === "password" ? "new-password" : "off"}
      autocapitalize="off"
      spellcheck={false}
      defaultValue={value}
    />
  );
}
