/**
 * Values of a metric by its label values, one level of maps for each label: finding one neither joins nor hashes text,
 * because the same strings come with every request.
 */
export class LabelTree<Value extends object> {
  readonly #branches = new Map<string, LabelTree<Value>>();
  readonly #make: (values: readonly string[]) => Value;
  #value: Value | undefined;

  /** `make` is asked for the value of label values that were not seen before. */
  constructor(make: (values: readonly string[]) => Value) {
    this.#make = make;
  }

  find(values: readonly string[], depth = 0): Value {
    const label = values[depth];
    if (label === undefined) {
      this.#value ??= this.#make(values);
      return this.#value;
    }
    let branch = this.#branches.get(label);
    if (branch === undefined) {
      branch = new LabelTree(this.#make);
      this.#branches.set(label, branch);
    }
    return branch.find(values, depth + 1);
  }
}
