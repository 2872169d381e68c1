// bpmn-moddle ships types for its elements but none for its door; this is the part of the door that bpmn/xml uses.
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    $type: string;
    $attrs: Record<string, string>;
    $parent?: ModdleElement;
    $children?: ModdleElement[];
    $body?: string;
    $descriptor: {
      name: string;
      isGeneric?: boolean;
      ns: { prefix?: string; localName: string; uri?: string };
      propertiesByName?: Record<string, unknown>;
      properties?: { name: string; isAttr?: boolean; isReference?: boolean; isVirtual?: boolean; default?: unknown }[];
    };
    $instanceOf(type: string): boolean;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
    id?: string;
    // biome-ignore lint/suspicious/noExplicitAny: moddle elements are open records
    [property: string]: any;
  }
  export interface Parsed {
    rootElement: ModdleElement;
    elementsById: Record<string, ModdleElement>;
    references: { element: ModdleElement; property: string; id: string }[];
    warnings: { message: string; element?: ModdleElement; property?: string; value?: string; error?: Error }[];
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>, options?: Record<string, unknown>);
    fromXML(xml: string): Promise<Parsed>;
    toXML(element: ModdleElement, options?: { format?: boolean; preamble?: boolean }): Promise<{ xml: string }>;
    create(type: string, properties?: Record<string, unknown>): ModdleElement;
    createAny(name: string, uri: string, properties?: Record<string, unknown>): ModdleElement;
  }
}
