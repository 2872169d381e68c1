// dmn-moddle ships no types; this is the part of it that dmn/xml.ts uses.
declare module 'dmn-moddle' {
  export interface DmnElement {
    $type: string;
    id?: string;
    // biome-ignore lint/suspicious/noExplicitAny: moddle elements are open records
    [property: string]: any;
  }
  export class DmnModdle {
    fromXML(xml: string): Promise<{ rootElement: DmnElement; warnings: { message: string }[] }>;
    toXML(element: DmnElement, options?: { format?: boolean }): Promise<{ xml: string }>;
    create(type: string, properties?: Record<string, unknown>): DmnElement;
  }
}
