import { CloseButton, TextInput, type TextInputProps } from "@mantine/core";
import { IconSearch } from "./icons";

interface SearchFieldProps extends Omit<TextInputProps, "value" | "onChange"> {
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ value, onChange, ...rest }: SearchFieldProps) {
  return (
    <TextInput
      type="search"
      leftSection={<IconSearch size={15} />}
      rightSection={value ? <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange("")} /> : null}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  );
}
