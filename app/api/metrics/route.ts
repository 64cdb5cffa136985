import { type Metric, metrics } from '@/lib/queries/metrics';
import { door } from '@/lib/route';

/** For Prometheus, with a token of the role viewer. */
export const GET = door({
  can: 'sources:read',
  answer: async (viewer) => {
    const web: Metric = {
      name: 'plumbline_web_resident_bytes',
      help: 'Resident memory of the web process',
      values: [{ labels: {}, value: process.memoryUsage.rss() }],
    };
    const text = [...(await metrics(viewer)), web].map(exposition).join('');
    return new Response(text, { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
  },
});

function exposition({ name, help, values }: Metric): string {
  const lines = values.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
