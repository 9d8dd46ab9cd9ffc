interface Props {
  value: string;
  onValue: (value: string) => void;
  options: readonly { value: string; text: string }[];
  disabled?: boolean;
}

/** A choice whose words may take several lines: a browser's own box would cut them off, so it lies over them unseen. */
export function Select({ value, onValue, options, disabled = false }: Props) {
  return (
    <span class="select">
      <span aria-hidden="true">{options.find((each) => each.value === value)?.text}</span>
      <select value={value} disabled={disabled} onInput={(event) => onValue(event.currentTarget.value)}>
        {options.map((each) => <option key={each.value} value={each.value}>{each.text}</option>)}
      </select>
    </span>
  );
}
