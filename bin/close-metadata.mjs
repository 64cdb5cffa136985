import { BlockList, isIP, Socket } from 'node:net';

// A cloud gives the credentials of a machine's role to whoever asks its metadata service. The web process has no business
// there: connections to it end before they begin. It is a wall within the process; the one around it is the firewall's.
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) metadata.addAddress(address, 'ipv4');
metadata.addSubnet('fe80::', 10, 'ipv6');
metadata.addSubnet('fd00:ec2::', 32, 'ipv6');
metadata.addSubnet('fd20:ce::', 32, 'ipv6');

const connect = Socket.prototype.connect;
Socket.prototype.connect = function connectElsewhere(...given) {
  const judge = (address) => {
    const version = isIP(address ?? '');
    if (version === 0 || !metadata.check(address, version === 4 ? 'ipv4' : 'ipv6')) return;
    this.destroy(Object.assign(new Error('The metadata service is closed to the web process'), { code: 'EACCES' }));
  };
  // A name is judged by each address that it leads to, before the connection to it begins.
  this.on('lookup', (_error, address) => judge(address));
  const socket = Reflect.apply(connect, this, given);
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  judge(typeof options === 'object' ? options.host : given[1]);
  return socket;
};
