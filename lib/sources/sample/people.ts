/** The people of Meridian Health who write code, sign in to AWS or are called at night. */
export const people = {
  castellanos: person('M. Castellanos', 'm.castellanos', '203.0.113.21'),
  lindqvist: person('S. Lindqvist', 's.lindqvist', '203.0.113.34'),
  okafor: person('d.okafor', 'd.okafor', '203.0.113.54'),
  nakamura: person('r.nakamura', 'r.nakamura', '203.0.113.47'),
  moreau: person('A. Moreau', 'a.moreau', '203.0.113.18'),
};
export type PersonId = keyof typeof people;

export interface Person {
  /** As in the commits */
  name: string;
  /** As in CloudTrail */
  login: string;
  email: string;
  /** Address that they sign in from */
  address: string;
}

function person(name: string, login: string, address: string): Person {
  return { name, login, email: `${login}@meridian.example.test`, address };
}
