/**
 * Eighty addresses that a person might enter to reach what only this machine or its network reaches. Those that can lead
 * to this machine carry the port of a canary.
 */
export function hostileAddresses(port: number): string[] {
  return [
    ...hosts.map((host) => `https://${host}:${port}/`),
    ...whole.map((address) => address.replace('PORT', `${port}`)),
  ];
}

const hosts = [
  // This machine, however it is written
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.127.127.127',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0x0.0.1',
  '127.0.0.01',
  '127.0.0.0x1',
  '0',
  '0.0.0.0',
  '0x0',
  '00.0',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '１２７.0.0.1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌocalhost',
  'lo\u00adcalhost',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0.0.0.0]',
  // Ways of carrying an IPv4 address within an IPv6 one
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::]',
  '[2001:0:7f00:1::]',
  // Metadata of clouds
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.170.2',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  // Networks of houses and carriers
  '10.0.0.1',
  '10.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '0xc0a80101',
  '100.64.0.1',
  '198.18.0.1',
  '[fc00::1]',
  '[fe80::1]',
  '[fec0::1]',
  // No host at all
  '224.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
];

const whole = [
  // Other ways of speaking
  'http://127.0.0.1:PORT/',
  'http://example.com/',
  'ftp://127.0.0.1:PORT/',
  'gopher://127.0.0.1:PORT/_x',
  'file:///etc/passwd',
  // Somebody else's name before the host
  'https://example.com@127.0.0.1:PORT/',
  'https:\\\\127.0.0.1:PORT/',
  'https:127.0.0.1:PORT/',
  'https://user:password@[::1]:PORT/',
];
