// For demo shops alone, where the file has no names, phones or addresses: made-up ones, the same for the same customer.
const FAMILY = ['苏', '陈', '赵', '何', '郑', '钱', '林', '周', '沈', '陆', '唐', '孟'];
const STREETS = ['漕溪北路', '锦绣路', '文三路', '天河路', '解放大道', '中山路', '建设路', '湖滨路'];
const CITIES = [
  '上海市徐汇区',
  '上海市浦东新区',
  '杭州市西湖区',
  '广州市天河区',
  '武汉市江汉区',
  '南京市玄武区',
  '成都市锦江区',
  '厦门市思明区',
];

/** FNV-1a: spreads, and is the same everywhere. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** About one buyer in thirty gives an address too short to ship to, one in forty a phone that cannot be one. */
export function buyerOf(customer: string): { buyer: string; phone: string; address: string } {
  const seed = seedOf(customer);
  const pick = <T>(list: T[], salt: number): T => list[seedOf(`${salt}${customer}`) % list.length] as T;
  const phone = seed % 40 === 0 ? '未留电话' : `1${String(38_0000_0000 + (seed % 1_0000_0000)).slice(0, 10)}`;
  const address =
    seed % 30 === 0 ? '老地方' : `${pick(CITIES, 1)}${pick(STREETS, 2)} ${(seed % 1800) + 1} 号 ${(seed % 20) + 1} 楼`;
  return { buyer: `${pick(FAMILY, 3)}${seed % 2 ? '女士' : '先生'}`, phone, address };
}
