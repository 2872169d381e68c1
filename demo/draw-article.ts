// Pictures of the demo shop's articles, drawn: one hand for all, soft light from the upper left on a pale ground. 320 × 320.
import type { Article, Drawing, Pattern } from './catalogue.ts';

type Ink = { base: string; light: string; shade: string; deep: string };
const hex = (value: number): string =>
  Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0');
/** Towards white (amount > 0) or a warm dark (< 0). */
function mix(colour: string, amount: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const target = amount > 0 ? [255, 255, 255] : [44, 36, 34];
  return `#${parts.map((part, at) => hex(part + ((target[at] ?? 0) - part) * Math.abs(amount))).join('')}`;
}

const shape = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
const line = (d: string, colour: string, width = 2) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const pillow = (x: number, y: number, w: number, h: number, fill: string, edge: string) =>
  shape(
    `M${x + 8} ${y + 4}Q${x + w / 2} ${y - 6} ${x + w - 8} ${y + 4}Q${x + w + 4} ${y + h / 2} ${x + w - 6} ${y + h - 3}Q${x + w / 2} ${y + h + 6} ${x + 6} ${y + h - 3}Q${x - 4} ${y + h / 2} ${x + 8} ${y + 4}Z`,
    fill,
    `stroke="${edge}" stroke-width="2"`,
  );

/** `body`: what the pattern lies on; `over`: what is drawn above it. */
const DRAWINGS: Record<Drawing, (ink: Ink) => { under?: string; body: string; over?: string }> = {
  bedding: ({ light, shade, deep }) => ({
    under: `${shape('M52 96h216v40H52z', mix(shade, -0.15))}${pillow(66, 88, 88, 44, '#FBFAF6', '#DAD6CC')}${pillow(166, 88, 88, 44, '#FBFAF6', '#DAD6CC')}${pillow(84, 104, 72, 36, light, shade)}${pillow(164, 104, 72, 36, light, shade)}`,
    body: 'M46 138Q160 126 274 138L288 232Q160 246 32 232Z',
    over: `${shape('M46 138Q160 126 274 138L277 160Q160 148 43 160Z', light)}${line('M110 164Q100 200 104 236M214 164Q224 200 218 237M160 158Q156 200 160 240', shade, 1.5)}${shape('M32 232Q160 246 288 232V250Q160 264 32 250Z', deep, 'opacity=".55"')}`,
  }),
  fitted: ({ light, shade }) => ({
    body: 'M40 128Q160 112 280 128L290 214Q292 232 276 234Q160 250 44 234Q28 232 30 214Z',
    over: `${shape('M40 128Q160 112 280 128L282 142Q160 128 38 142Z', light)}${line('M36 214Q160 234 284 214', shade, 2)}${line('M60 222l-6 10M92 226l-4 11M128 229l-2 12M192 229l2 12M228 226l4 11M260 222l6 10', shade, 1.5)}`,
  }),
  pillow: ({ light, shade }) => ({
    body: 'M58 112Q160 84 262 112Q282 160 264 210Q160 236 56 210Q38 160 58 112Z',
    over: `${line('M74 124Q160 102 246 124', light, 5)}${line('M62 204Q50 160 66 122M258 204Q270 160 254 122', shade, 2)}`,
  }),
  wave: ({ light, shade, deep }) => ({
    body: 'M44 150Q72 112 116 132Q160 152 204 132Q248 112 276 150L276 206Q276 220 262 220H58Q44 220 44 206Z',
    over: `${line('M56 150Q80 124 116 142Q160 162 204 142Q240 124 264 150', light, 5)}${shape('M44 188H276V206Q276 220 262 220H58Q44 220 44 206Z', deep, 'opacity=".28"')}${line('M44 188H276', shade, 2)}`,
  }),
  quilt: ({ light, shade }) => ({
    body: 'M50 100Q160 84 270 100L282 222Q160 240 38 222Z',
    over: `${line('M46 140Q160 124 274 140M42 180Q160 166 278 180M104 92L98 231M160 88V234M216 92L222 231', shade, 1.6)}${shape('M50 100Q160 84 270 100L272 120Q160 104 48 120Z', light)}`,
  }),
  down: ({ light, shade }) => {
    const rows = [0, 1, 2, 3].flatMap((row) =>
      [0, 1, 2, 3].map((column) => {
        const [x, y] = [54 + column * 54, 92 + row * 36];
        return `<rect x="${x}" y="${y}" width="50" height="33" rx="13" fill="${row % 2 === column % 2 ? light : mix(light, 0.35)}" stroke="${shade}" stroke-width="1.6"/><path d="M${x + 10} ${y + 9}q14 -5 28 0" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round" opacity=".8"/>`;
      }),
    );
    return { body: 'M46 92Q46 84 54 84H266Q274 84 274 92V230Q274 240 264 240H56Q46 240 46 230Z', over: rows.join('') };
  },
  blanket: ({ light, shade, deep }) => ({
    under: shape('M64 214H262V246Q262 254 254 254H72Q64 254 64 246Z', mix(deep, 0.1)),
    body: 'M58 106Q58 92 74 92H250Q266 92 266 106V212Q266 226 250 226H74Q58 226 58 212Z',
    over: `${shape('M58 106Q58 92 74 92H250Q266 92 266 106V118Q160 132 58 118Z', light)}${line('M58 152Q160 164 266 152M58 190Q160 202 266 190', shade, 2)}${line('M70 254v12M90 254v12M110 254v12M130 254v12M150 254v12M170 254v12M190 254v12M210 254v12M230 254v12M252 254v12', deep, 3)}`,
  }),
  scarf: ({ light, shade, deep }) => ({
    under: `${shape('M164 92H226V214H164Z', mix(deep, 0.16))}${line('M170 216v18M183 216v18M196 216v18M209 216v18M221 216v18', deep, 3)}`,
    body: 'M92 78Q92 66 104 66H198Q210 66 210 78V106Q210 118 198 118H178V238H92Z',
    over: `${shape('M92 78Q92 66 104 66H198Q210 66 210 78V86H92Z', light)}${line('M92 118H178', shade, 2)}${line('M112 118V238M135 118V238M158 118V238', shade, 1.2)}${line('M97 240v20M110 240v20M123 240v20M136 240v20M149 240v20M162 240v20M174 240v20', deep, 3)}`,
  }),
  shawl: ({ light, shade, deep }) => ({
    body: 'M34 108Q160 60 286 108L176 250Q160 264 144 250Z',
    over: `${shape('M34 108Q160 60 286 108L272 126Q160 84 48 126Z', light)}${line('M96 98L150 236M224 98L170 236M160 86V248', shade, 1.6)}${line('M46 122l-8 16M66 148l-8 16M88 176l-8 16M110 204l-7 16M132 232l-5 17M274 122l8 16M254 148l8 16M232 176l8 16M210 204l7 16M188 232l5 17', deep, 3)}`,
  }),
  cushion: ({ light, shade }) => ({
    body: 'M76 84Q160 100 244 84Q256 78 250 92Q236 160 250 228Q256 246 244 240Q160 224 76 240Q64 246 70 228Q84 160 70 92Q64 78 76 84Z',
    over: `${line('M90 102Q160 114 230 102', light, 5)}${line('M84 232Q160 216 236 232', shade, 2)}`,
  }),
  towel: ({ light, shade, deep }) => ({
    under: `${shape('M64 206H256V240Q256 250 246 250H74Q64 250 64 240Z', mix(deep, 0.2))}${shape('M60 162H260V204Q260 212 252 212H68Q60 212 60 204Z', mix(shade, 0.12))}`,
    body: 'M64 106Q64 92 78 92H242Q256 92 256 106V156Q256 168 244 168H76Q64 168 64 156Z',
    over: `${shape('M64 106Q64 92 78 92H242Q256 92 256 106V112H64Z', light)}${line('M64 140H256M64 148H256', light, 3)}${line('M60 190H260M64 230H256', light, 3)}`,
  }),
  robe: ({ light, shade, deep }) => ({
    body: 'M128 70H192L236 96L262 190L228 200L216 160V262H104V160L92 200L58 190L84 96Z',
    over: `${shape('M128 70L160 150L192 70L204 76L166 176V262H154V176L116 76Z', light)}${shape('M104 164H216V182H104Z', deep, 'opacity=".75"')}${line('M166 182L176 226M158 182L150 220', deep, 6)}${line('M104 160V262M216 160V262', shade, 1.5)}`,
  }),
  rug: ({ light, shade, deep }) => ({
    body: 'M76 96H244L284 232H36Z',
    over: `${shape('M88 108H232L264 220H56Z', 'none', `stroke="${light}" stroke-width="5"`)}${shape('M102 120H218L244 208H76Z', 'none', `stroke="${shade}" stroke-width="2"`)}${line('M36 232l-3 12M62 232l-2 12M88 232l-1 12M114 232v12M140 232v12M166 232v12M192 232v12M218 232v12M244 232l1 12M270 232l2 12', deep, 3)}`,
  }),
  curtain: ({ light, shade, deep }) => ({
    under: `${line('M44 74H276', '#8A8378', 6)}<circle cx="42" cy="74" r="7" fill="#8A8378"/><circle cx="278" cy="74" r="7" fill="#8A8378"/>`,
    body: 'M58 78H150Q156 170 120 262H58ZM170 78H262V262H200Q164 170 170 78Z',
    over: `${line('M76 80Q80 170 72 262M98 80Q102 170 90 262M122 80Q122 170 106 262M198 80Q198 170 214 262M222 80Q218 170 230 262M244 80Q240 170 248 262', shade, 2)}${line('M66 82Q68 170 62 260M254 82Q252 170 258 260', light, 3)}${shape('M58 172Q104 190 138 176L136 188Q100 202 58 184ZM262 172Q216 190 182 176L184 188Q220 202 262 184Z', deep, 'opacity=".7"')}`,
  }),
  pad: ({ light, shade, deep }) => ({
    under: shape('M34 182L160 226L286 182V206L160 252L34 206Z', mix(deep, 0.15)),
    body: 'M160 106L286 150V182L160 226L34 182V150Z',
    over: `${shape('M160 106L286 150L160 194L34 150Z', light)}${line('M97 128L223 172M128 117L254 161M66 139L192 183M223 128L97 172M192 117L66 161M254 139L128 183', shade, 1.4)}${line('M34 166L160 210L286 166', shade, 2)}`,
  }),
  bag: ({ light, shade, deep }) => ({
    body: 'M96 110H224L238 234Q240 252 222 252H98Q80 252 82 234Z',
    over: `${line('M96 112Q160 128 224 112', deep, 5)}${line('M128 116Q120 76 150 74M192 116Q200 76 170 74', deep, 4)}${line('M112 132L104 246M136 134L132 250M160 134V252M184 134L188 250M208 132L216 246', shade, 1.4)}${line('M100 150H220M96 182H224M92 214H228', light, 1.4)}`,
  }),
};

const PATTERNS: Record<Pattern, (ink: Ink) => string> = {
  plain: () => '',
  stripe: ({ light }) =>
    `<pattern id="p" width="22" height="22" patternUnits="userSpaceOnUse"><path d="M5 0V22" stroke="${light}" stroke-width="5"/></pattern>`,
  check: ({ light, shade }) =>
    `<pattern id="p" width="30" height="30" patternUnits="userSpaceOnUse"><path d="M8 0V30M0 8H30" stroke="${light}" stroke-width="7" opacity=".65"/><path d="M22 0V30M0 22H30" stroke="${shade}" stroke-width="2"/></pattern>`,
  dots: ({ light }) =>
    `<pattern id="p" width="24" height="24" patternUnits="userSpaceOnUse"><circle cx="6" cy="6" r="3.6" fill="${light}"/><circle cx="18" cy="18" r="3.6" fill="${light}"/></pattern>`,
  clouds: () =>
    '<pattern id="p" width="64" height="46" patternUnits="userSpaceOnUse"><path d="M10 20a6 6 0 0 1 6 -6a8 8 0 0 1 15 2a5 5 0 0 1 1 10H15a5 5 0 0 1 -5 -6Z" fill="#fff" opacity=".9"/><circle cx="50" cy="36" r="2.6" fill="#fff"/></pattern>',
  leaves: ({ light, shade }) =>
    `<pattern id="p" width="40" height="40" patternUnits="userSpaceOnUse"><path d="M10 30Q10 14 24 8Q26 24 10 30Z" fill="${light}"/><path d="M10 30Q16 20 22 12" stroke="${shade}" stroke-width="1.2" fill="none"/><circle cx="33" cy="31" r="2.4" fill="${shade}"/></pattern>`,
};

export function drawArticle({ drawing, colour, pattern }: Pick<Article, 'drawing' | 'colour' | 'pattern'>): string {
  const ink: Ink = { base: colour, light: mix(colour, 0.34), shade: mix(colour, -0.2), deep: mix(colour, -0.34) };
  const { under = '', body, over = '' } = DRAWINGS[drawing](ink);
  const cloth = PATTERNS[pattern](ink);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="22 26 276 276"><defs><radialGradient id="g" cx=".38" cy=".3" r=".9"><stop offset="0" stop-color="#FBFAF7"/><stop offset="1" stop-color="#E9E6DF"/></radialGradient><linearGradient id="l" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${mix(colour, 0.16)}"/><stop offset="1" stop-color="${mix(colour, -0.12)}"/></linearGradient><linearGradient id="h" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".22"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/></linearGradient><filter id="s" x="-20%" y="-20%" width="140%" height="150%"><feDropShadow dx="0" dy="10" stdDeviation="11" flood-color="#4A4034" flood-opacity=".22"/></filter>${cloth}</defs><rect width="320" height="320" fill="url(#g)"/><g filter="url(#s)">${under}<path d="${body}" fill="url(#l)" stroke="${ink.shade}" stroke-width="1.5" stroke-linejoin="round"/>${cloth && `<path d="${body}" fill="url(#p)"/>`}<path d="${body}" fill="url(#h)"/>${over}</g></svg>`;
}
