// In which order files are tested: of each layer the longest first, and the layers side by side. What waits for its killed
// pieces leaves the machine to what computes, and no two files of kills begin together.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

export class EvenlySpread extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const layers = new Map<string, TestSpecification[]>();
    for (const file of await super.sort(files))
      layers.set(file.project.name, [...(layers.get(file.project.name) ?? []), file]);
    return [...layers.values()]
      .flatMap((layer) => layer.map((file, index) => ({ file, at: index / layer.length })))
      .sort((one, other) => one.at - other.at)
      .map(({ file }) => file);
  }
}
