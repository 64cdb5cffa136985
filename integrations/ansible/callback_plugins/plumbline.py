"""Sends what a run did to each host to Plumbline. One file, standard library only: copy it and enable it."""
from __future__ import annotations

import atexit
import fcntl
import functools
import getpass
import gzip
import ipaddress
import json
import os
import platform
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone

from ansible import context
from ansible.plugins.callback import CallbackBase
from ansible.template import Templar

DOCUMENTATION = r'''
name: plumbline
type: notification
short_description: Sends what a run did to each host to Plumbline
description:
  - One compressed POST at the end of the run. What cannot be delivered waits on disk and goes with the next run.
  - The play never fails because of it and never waits more than 5 seconds for it.
options:
  url:
    description: Address of Plumbline, such as https://plumbline.example.com
    env: [{name: PLUMBLINE_URL}]
    ini: [{section: callback_plumbline, key: url}]
  token:
    description: A token of the role ingest
    env: [{name: PLUMBLINE_TOKEN}]
    ini: [{section: callback_plumbline, key: token}]
  spool:
    description: Folder in which undelivered runs wait
    default: ~/.cache/plumbline/spool
    env: [{name: PLUMBLINE_SPOOL}]
    ini: [{section: callback_plumbline, key: spool}]
  send_diff:
    description: With "asked", differences are sent where the run was started with --diff; with "never", nowhere
    default: asked
    env: [{name: PLUMBLINE_SEND_DIFF}]
    ini: [{section: callback_plumbline, key: send_diff}]
  interval:
    description: Seconds between runs of a host. The inventory variable plumbline_interval goes first
    env: [{name: PLUMBLINE_INTERVAL}]
    ini: [{section: callback_plumbline, key: interval}]
'''

TIME_LIMIT = 4.5  # seconds in all, git included: less than the 5 that are promised
SPOOL_FILES, SPOOL_BYTES = 200, 50 * 1024 * 1024
EVENTS, LONG, SHORT = 2000, 4000, 500
KEYS_PER_DELIVERY = 150_000  # Plumbline takes 200,000 in one
REFUSED = (400, 413, 415, 422)  # about the content: sending it again will not help
HIDDEN = '***'

NAME = r'(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|psk)'
PLAIN = r'["\']?(?:yes|no|true|false|on|off|none|null|present|absent|\*\*\*)["\']?[ \t]*(?:[,;}\])\n]|$)'
QUOTED = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
SECRET_KEY = re.compile(NAME + r'|(?:^|[_.-])(?:pass|key|salt|pin|authorization|cookie)$', re.I)
STRONG_KEY = re.compile(NAME + r'|(?:^|[_.-])pass$', re.I)
# The same as in lib/redact.ts; lib/sources/fixtures/redaction.json holds both to it.
PATTERNS = [(re.compile(pattern, re.I), to) for pattern, to in (
    (r'-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$(?![\s\S]))', HIDDEN),
    (r'\$ANSIBLE_VAULT;[^\n]*(?:\n[ \t]*[0-9a-f]{8,})*', HIDDEN),
    (r'\b([a-z][a-z0-9+.-]{1,20}://)[^\s/@]{1,500}@', r'\1' + HIDDEN + '@'),
    (r'\bbearer\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}', HIDDEN),
    (r'\b(?:A3T|AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}\b', HIDDEN),
    (r'\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_live_|npm_|plumbline_(?:api|ingest)_)[\w-]{10,}', HIDDEN),
    (r'\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*', HIDDEN),
    (r'\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2\w*|pbkdf2[\w-]*|scrypt)\$[\w./$=,+-]{8,}', HIDDEN),
    (r'(<[\w:.-]{0,60}' + NAME + r'[\w:.-]{0,60}>)[^<]+(?=<)', r'\1' + HIDDEN),
    (r'(\blogin\s+\S+\s+password\s+)\S+', r'\1' + HIDDEN),
    (r'(?<![\w-])(--?[\w-]{0,60}' + NAME + r'[\w-]{0,60}[ \t]+)(?!' + PLAIN + r')(?:' + QUOTED + r'|[^\s"\']+)', r'\1' + HIDDEN),
    (r'(?<![\w.-])([\w.-]{0,100}(?:' + NAME + r'[\w.-]{0,100}|(?<![a-z0-9])(?:pass|key|salt|pin|authorization|cookie))(?:\\?["\'])?'
     r'[ \t]*(?::=|=>|[:=])[ \t]*)(?!' + PLAIN + r')'
     r'(?:' + QUOTED + r'|[|>][+-]?[ \t]*(?:\n[ \t]+[^\n]*)+|(?:\n[ \t]*-[ \t][^\n]*)+|[^\s][^\n]*)', r'\1' + HIDDEN),
    (r'(?<![\w/.-])(?:/[^\s/:"\']+)*/(?:\.ansible/tmp|ansible_\w+_payload_\w+|ansible[-_]?(?:tmp|local)[-_]?[^\s/:"\']*)/[^\s:"\')]*', '(temporary file)'),
)]
WOULD_HAVE_RUN = re.compile(r'check[ _]mode', re.I)
NOT_OURS = {'groups', 'vars', 'hostvars', 'ansible_facts', 'ansible_play_hosts', 'ansible_play_hosts_all', 'ansible_play_batch', 'play_hosts'}
INSTANCE_ID = re.compile(r'i-[0-9a-f]{8,17}')


def now():
    return datetime.now(timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')


def clean(value, limit=SHORT, secrets=()):
    """The text without secrets, cut to the limit."""
    text = str(value)[:100_000].replace('\0', '').encode('utf-8', 'replace').decode('utf-8')
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for pattern, to in PATTERNS:
        text = pattern.sub(to, text)
    return text if len(text) <= limit else text[: limit - 2] + ' …'


def without_secrets(value, depth=0):
    """A structure whose values under secret names are hidden."""
    if isinstance(value, dict) and depth < 20:
        return {str(key): HIDDEN if SECRET_KEY.search(str(key)) and not isinstance(item, (bool, type(None)))
                else without_secrets(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and depth < 20:
        return [without_secrets(item, depth + 1) for item in value]
    return HIDDEN if isinstance(value, (dict, list, tuple)) else value


def as_text(value):
    if isinstance(value, str):
        return value
    return '' if value is None else json.dumps(without_secrets(value), indent=1, sort_keys=True, default=str)


def secrets_of(variables, prompted):
    """Values of variables with secret names, longest first: hidden wherever a template put them."""
    found = set()

    def walk(value, secret, depth):
        if isinstance(value, dict) and depth < 6:
            for key, item in value.items():
                walk(item, secret or key in prompted or bool(STRONG_KEY.search(str(key))), depth + 1)
        elif isinstance(value, (list, tuple)) and depth < 6:
            for item in value:
                walk(item, secret, depth + 1)
        elif secret and value is not None and not isinstance(value, (bool, float)):
            try:
                text = str(value)
            except Exception:
                return  # a vault that this run cannot open, and so does not use
            if 6 <= len(text) <= 10_000 and '{{' not in text and not text.startswith(('/', '~')):
                found.update([text, *(line for line in text.splitlines() if len(line) >= 16)])

    walk({key: item for key, item in variables.items() if key not in NOT_OURS}, False, 0)
    return sorted(found, key=len, reverse=True)[:500]


def difference(diff, secrets):
    """Before and after of a result's diff: the lines that differ, with two around them. None where nothing is to show."""
    before, after = [], []
    for part in diff if isinstance(diff, list) else [diff]:
        if not isinstance(part, dict):
            continue
        old, new = as_text(part.get('before')), as_text(part.get('after', part.get('prepared')))
        if {'src_binary', 'dst_binary', 'src_larger', 'dst_larger'} & set(part) or re.search('[\0\ufffd]', old + new):
            after.append('(binary or large: not shown)')
            continue
        one, two = clean(old, 100_000, secrets), clean(new, 100_000, secrets)
        if one == two:
            if old != new:
                before.append(HIDDEN)
                after.append(HIDDEN + ' (changed)')
            continue
        a, b = one.splitlines(), two.splitlines()
        shorter = min(len(a), len(b))
        head = next((i for i in range(shorter) if a[i] != b[i]), shorter)
        tail = next((i for i in range(shorter - head) if a[-1 - i] != b[-1 - i]), shorter - head)
        first, rest = max(0, head - 2), max(0, tail - 2)
        before.append('\n'.join(a[first: len(a) - rest]))
        after.append('\n'.join(b[first: len(b) - rest]))
    return [clean('\n'.join(side), LONG) if any(before + after) else None for side in (before, after)]


def without_credentials(remote):
    """The address of a repository as it may be shown."""
    if '://' not in remote:
        return remote
    parts = urllib.parse.urlsplit(remote)
    user = 'git@' if parts.scheme == 'ssh' and parts.username == 'git' else ''
    return urllib.parse.urlunsplit((parts.scheme, user + parts.netloc.rpartition('@')[2], parts.path, '', ''))


def address(text):
    try:
        found = ipaddress.ip_address(str(text))
    except ValueError:
        return None
    return None if found.is_loopback or found.is_link_local or found.is_unspecified else str(found)


def seconds(text):
    return int(text) if re.fullmatch('[0-9]{1,7}', str(text)) and 60 <= int(text) <= 31 * 86_400 else None


def is_rescued(task):
    """Whether the rescue section of a block around the task takes up its failure."""
    node = task
    while getattr(node, '_parent', None) is not None:
        block = node._parent
        if getattr(block, 'rescue', None) and any(node._uuid == inner._uuid for inner in block.block):
            return True
        node = block
    return False


class HostRun:
    """What one run did to one host, so far."""

    def __init__(self, name):
        self.name, self.started, self.finished = name, now(), now()
        self.counts = dict.fromkeys(('ok', 'changed', 'failed', 'skipped', 'ignored', 'rescued', 'unreachable'), 0)
        self.events, self.left_out, self.secrets, self.local, self.interval = [], 0, [], False, None
        self.about = {'name': name, 'addresses': [], 'groups': [], 'tags': {}}

    def add(self, event):
        if len(self.events) >= EVENTS - 1 and event['status'] in ('failed', 'unreachable'):
            # A failure is worth more than the 1,999th change.
            self.events.pop(next((i for i, held in enumerate(self.events) if held['status'] != 'failed'), 0))
            self.left_out += 1
        if len(self.events) < EVENTS - 1:
            self.events.append({key: value for key, value in event.items() if value is not None})
        else:
            self.left_out += 1

    def know(self, host, variables, prompted, template):
        """Takes groups, place, addresses and the secrets to hide from the variables of the inventory and the play."""
        self.secrets = secrets_of(variables, prompted)
        self.local = variables.get('ansible_connection') == 'local'
        groups = {clean(group.name, 200) for group in host.get_groups()} - {'all', 'ungrouped'}
        self.about['groups'] = sorted(groups)[:200]
        for label in ('facility', 'environment', 'team'):
            value = template(variables.get('plumbline_' + label, variables.get(label)))
            if isinstance(value, (str, int)):
                self.about['tags'][label.capitalize()] = clean(value, 256, self.secrets)
        found = {address(variables.get(key)) for key in ('ansible_host', 'private_ip_address')}
        self.about['addresses'] = sorted(found - {None})
        instance = str(variables.get('ansible_ec2_instance_id') or variables.get('instance_id'))
        if INSTANCE_ID.fullmatch(instance):
            self.about['instanceId'] = instance
        self.interval = seconds(template(variables.get('plumbline_interval')))

    def learn(self, facts):
        """Takes system, kernel, names and addresses of what was gathered; nothing else."""
        system = [str(facts[key]) for key in ('ansible_distribution', 'ansible_distribution_version') if facts.get(key)]
        for key, value in (('system', ' '.join(system)), ('kernel', facts.get('ansible_kernel'))):
            if value:
                self.about[key] = clean(value, 200)
        # Over a local connection the facts are those of the controller, whatever the host is called.
        if self.local and self.name.split('.')[0] not in ('localhost', platform.node().split('.')[0]):
            return
        lists = (facts.get('ansible_all_%s_addresses' % version) or [] for version in ('ipv4', 'ipv6'))
        found = {address(item) for one in lists for item in one} | set(self.about['addresses'])
        self.about['addresses'] = sorted(found - {None})[:64]
        if not str(facts.get('ansible_fqdn') or 'localhost').startswith('localhost'):
            self.about['fqdn'] = clean(facts['ansible_fqdn'], 255)
        if INSTANCE_ID.fullmatch(str(facts.get('ansible_ec2_instance_id'))):
            self.about['instanceId'] = str(facts['ansible_ec2_instance_id'])


class Spool:
    """Deliveries that wait: written before they are sent, removed once Plumbline has taken them."""

    def __init__(self, folder):
        self.folder, self.refused = folder, os.path.join(folder, 'refused')
        for path in (folder, self.refused):
            os.makedirs(path, mode=0o700, exist_ok=True)
            os.chmod(path, 0o700)

    @staticmethod
    def files(folder):
        return sorted(entry.path for entry in os.scandir(folder) if entry.name.endswith('.json.gz'))

    def put(self, key, body):
        path = os.path.join(self.folder, '%015d-%s.json.gz' % (time.time() * 1000, key))
        with os.fdopen(os.open(path + '.new', os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.rename(path + '.new', path)
        return path

    def trim(self):
        """Removes the oldest beyond the bounds and answers how many."""
        dropped = 0
        for folder in (self.folder, self.refused):
            total = 0
            for kept, path in enumerate(reversed(self.files(folder)), 1):
                total += os.path.getsize(path)
                if kept > SPOOL_FILES or total > SPOOL_BYTES:
                    os.unlink(path)
                    dropped += 1
        return dropped

    def send(self, post, mine):
        """Sends what waits, oldest first; answers why something still waits, or None, and what was refused."""
        waiting, refusals = None, []
        with os.fdopen(os.open(os.path.join(self.folder, 'lock'), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                paths = self.files(self.folder)
            except OSError:
                paths = mine  # another run is sending the rest
            for path in paths:
                try:
                    with open(path, 'rb') as file:
                        body = file.read()
                except FileNotFoundError:
                    continue
                status, reason = post(os.path.basename(path)[16:-8], body)
                if status and 200 <= status < 300:
                    os.unlink(path)
                elif status in REFUSED:
                    os.rename(path, os.path.join(self.refused, os.path.basename(path)))
                    refusals.append(reason)
                else:
                    waiting = reason
                    if status != 500:  # which may be about this delivery alone
                        break
        return waiting, refusals


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token elsewhere."""

    def redirect_request(self, *_):
        return None


def post(url, token, deadline, key, body):
    """One POST; answers its status, or None, and what there is to say of it."""
    left = deadline - time.monotonic()
    if left < 0.1:
        return None, 'no time was left'
    request = urllib.request.Request(url.rstrip('/') + '/api/ingest/ansible', data=body, method='POST', headers={
        'Authorization': 'Bearer ' + token, 'Idempotency-Key': key, 'Content-Type': 'application/json',
        'Content-Encoding': 'gzip', 'User-Agent': 'plumbline-ansible/1'})
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=left) as answer:
            return answer.status, ''
    except urllib.error.HTTPError as error:
        try:
            problem = json.loads(error.read(10_000))
            return error.code, '%d %s' % (error.code, clean(problem.get('detail') or problem.get('title') or '', 200))
        except Exception:
            return error.code, '%d %s' % (error.code, error.reason)
    except Exception as error:
        return None, clean(getattr(error, 'reason', error), 200)


def packed(reports):
    """The reports as deliveries (key, gzip): one, unless it were too large to be taken."""
    batches, keys = [[]], 0
    for report in reports:
        weight = 60 + 9 * len(report['events']) + len(report['host']['tags'])
        if batches[-1] and keys + weight > KEYS_PER_DELIVERY:
            batches.append([])
            keys = 0
        batches[-1].append(report)
        keys += weight
    for batch in batches:
        key = str(uuid.uuid4())
        text = json.dumps({'version': 1, 'deliveryId': key, 'reports': batch}, separators=(',', ':'))
        yield key, gzip.compress(text.encode(), mtime=0)


def guarded(method):
    """The play goes on whatever happens here."""
    @functools.wraps(method)
    def wrapper(self, *args, **kwargs):
        try:
            if os.getpid() == self.pid:
                with self.lock:
                    return method(self, *args, **kwargs)
        except Exception as error:
            self.warn('%s in %s' % (type(error).__name__, method.__name__))
        return None
    return wrapper


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'notification'
    CALLBACK_NAME = 'plumbline'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pid, self.lock, self.warned = os.getpid(), threading.RLock(), False
        self.hosts, self.totals, self.prompted, self.play, self.run, self.spent = {}, {}, set(), None, {}, 0.0
        atexit.register(self.on_exit)

    def warn(self, text):
        if not self.warned:
            self.warned = True
            self._display.warning('Plumbline: ' + text)

    @guarded
    def set_options(self, task_keys=None, var_options=None, direct=None):
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        self.url, self.token = (str(self.get_option(key) or '') for key in ('url', 'token'))
        if not re.match('https?://', self.url) or not self.token:
            self.disabled = True
            self.warn('nothing is sent: set PLUMBLINE_URL and PLUMBLINE_TOKEN')

    @guarded
    def v2_playbook_on_start(self, playbook):
        started = time.monotonic()
        file = os.path.abspath(os.path.join(playbook._basedir, os.path.basename(str(playbook._file_name))))
        limit = str(context.CLIARGS.get('subset') or '')
        tags = [*context.CLIARGS.get('tags', ()), *('!' + tag for tag in context.CLIARGS.get('skip_tags', ()))]
        self.pull = limit.startswith('localhost,') and limit.endswith(',127.0.0.1')
        self.run = {
            'tool': 'ansible', 'mode': 'check' if context.CLIARGS.get('check') else 'enforce',
            'playbook': clean(os.path.basename(file)), 'controller': clean(platform.node()),
            'actor': clean(os.environ.get('SUDO_USER') or getpass.getuser()),
            'tags': clean(','.join(tag for tag in tags if tag != 'all')) or None,
        }
        self.warned = False
        self.run.update(self.git(os.path.dirname(file), os.path.basename(file)))
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self.on_terminate)
        self.spent = time.monotonic() - started

    @staticmethod
    def git(folder, name):
        def ask(*words):
            answer = subprocess.run(['git', '-C', folder, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                    timeout=0.7, check=True)
            return answer.stdout.splitlines()
        try:
            revision, prefix = (ask('rev-parse', 'HEAD', '--show-prefix') + [''])[:2]
            known = {'revision': revision, 'playbook': clean(prefix + name)}
            return {**known, 'repository': clean(without_credentials(ask('config', '--get', 'remote.origin.url')[0]))}
        except (OSError, subprocess.SubprocessError, IndexError):
            return locals().get('known', {})  # not a repository, no git, or no remote: nothing to say

    @guarded
    def v2_playbook_on_vars_prompt(self, varname, private=True, *_, **__):
        if private:
            self.prompted.add(varname)

    @guarded
    def v2_playbook_on_play_start(self, play):
        self.play = play

    @guarded
    def v2_runner_on_start(self, host, task):
        self.of(host)

    @guarded
    def v2_runner_on_ok(self, result):
        self.take(result, 'ok')

    @guarded
    def v2_runner_on_skipped(self, result):
        self.take(result, 'skipped')

    @guarded
    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.take(result, 'ignored' if ignore_errors else 'rescued' if is_rescued(result._task) else 'failed')

    @guarded
    def v2_runner_on_unreachable(self, result):
        self.take(result, 'ignored' if result._task.ignore_unreachable else 'unreachable')

    def of(self, host):
        name = host.get_name()
        if name not in self.hosts:
            # ansible-pull calls every host localhost: here it is known by its own name.
            shown = platform.node() if self.pull and name in ('localhost', '127.0.0.1') else name
            run = self.hosts[name] = HostRun(clean(shown, 255))
            variables = self.play.get_variable_manager().get_vars(play=self.play, host=host)

            def template(value):
                try:
                    return Templar(loader=self.play.get_loader(), variables=variables).template(value) if '{' in str(value) else value
                except Exception:
                    return None  # it hangs on something that only the play knows

            run.know(host, variables, self.prompted, template)
        return self.hosts[name]

    def take(self, result, outcome):
        task, answer, run = result._task, result._result, self.of(result._host)
        run.finished = now()
        run.counts['ok' if outcome == 'ignored' else outcome] += 1
        run.counts['ignored'] += outcome == 'ignored'
        run.counts['changed'] += outcome in ('ok', 'ignored') and bool(answer.get('changed'))
        action = str(getattr(task, 'resolved_action', None) or task.action)
        hidden = task.no_log not in (None, False) or 'censored' in answer or bool(answer.get('_ansible_no_log'))
        if action.rpartition('.')[2] in ('setup', 'gather_facts', 'ec2_metadata_facts') and not hidden and not task.delegate_to:
            run.local = run.local or task.connection == 'local'
            run.learn(answer.get('ansible_facts') or {})
        items = answer.get('results') if task.loop and not hidden else None
        pieces = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        looped = bool(pieces)
        bad = outcome in ('failed', 'ignored', 'rescued', 'unreachable')
        if looped and bad and not any(item.get('failed') or item.get('unreachable') for item in pieces):
            looped = False
        for piece in pieces if looped else [answer]:
            failed = bool(piece.get('failed') or piece.get('unreachable')) if looped else bad
            skipped = bool(piece.get('skipped')) if looped else outcome == 'skipped'
            status = self.status_of(task, piece, outcome, failed, skipped, hidden)
            if status:
                run.add(self.event(run, task, action, piece, status, looped, hidden or bool(piece.get('_ansible_no_log'))))

    @staticmethod
    def status_of(task, piece, outcome, failed, skipped, hidden):
        if failed:
            return outcome
        if skipped:
            untold = hidden and not task.when
            return 'unknown' if task.check_mode and (untold or WOULD_HAVE_RUN.search(str(piece.get('msg')))) else None
        return ('pending' if task.check_mode else 'changed') if piece.get('changed') else None

    def event(self, run, task, action, piece, status, looped, hidden):
        if hidden:
            # The name as written, since a template may have put a secret into it.
            name = (getattr(task, '_ds', None) or {}).get('name') or action
            return {'task': clean(name, SHORT, run.secrets), 'action': clean(action, 200), 'status': status}
        args = (piece.get('invocation') or {}).get('module_args') or ({} if looped else task.args)
        # A loop item or an argument may hold what no variable of the inventory told.
        secrets = [*secrets_of({'item': piece.get('item'), 'args': args}, ()), *run.secrets]
        where = next((found for found in (
            piece.get('path'), piece.get('dest'), *(args.get(key) for key in ('path', 'dest', 'name', 'pkg', 'package'))) if found), None)
        label = piece.get('_ansible_item_label', piece.get(piece.get('ansible_loop_var', 'item'))) if looped else None
        if isinstance(label, dict):
            label = next((label[key] for key in ('name', 'path', 'dest', 'key') if isinstance(label.get(key), str)), label)
        message, before, after = None, None, None
        if status not in ('changed', 'pending'):
            message = as_text(piece.get('msg') or 'No message')
            if 'rc' in piece and 'return code' in message:
                message += ' (%s)' % piece['rc']
            message = clean(message, LONG, secrets)
        elif self.get_option('send_diff') != 'never' and context.CLIARGS.get('diff') and task.diff and piece.get('diff'):
            before, after = difference(piece['diff'], secrets)
        if isinstance(where, (list, tuple)):
            where = ', '.join(str(item) for item in where)
        return {'task': clean(task.get_name(), SHORT, secrets), 'action': clean(action, 200), 'status': status,
                'item': None if label is None else clean(as_text(label), 200, secrets),
                'path': None if where is None else clean(where, SHORT, secrets),
                'message': message, 'before': before, 'after': after}

    def report(self, run, counts, interrupted):
        events = run.events
        if run.left_out:
            text = '%d more events were left out' % run.left_out
            events = [*events, {'task': text, 'action': '', 'status': 'unknown', 'message': text}]
        made = {**self.run, 'host': run.about, 'startedAt': run.started, 'finishedAt': run.finished, 'interrupted': interrupted,
                **counts, 'unreachable': counts['unreachable'] > 0, 'events': events,
                'intervalSeconds': run.interval or seconds(self.get_option('interval'))}
        return {key: value for key, value in made.items() if value is not None}

    def counts_of(self, name, stats):
        """Ansible's own totals, less those of the playbooks before in the same command."""
        total = stats.summarize(name)
        before = self.totals.get(name, {})
        self.totals[name] = total
        less = {key: max(0, total[key] - before.get(key, 0)) for key in total}
        less['failed'] = less.pop('failures')
        return less

    @guarded
    def v2_playbook_on_stats(self, stats):
        self.finish([self.report(run, self.counts_of(name, stats), False) for name, run in self.hosts.items()])

    @guarded
    def on_exit(self):
        try:
            self.finish([self.report(run, run.counts, True) for run in self.hosts.values()])
        except KeyboardInterrupt:
            self.warn('the interrupted run waits in the spool')

    def on_terminate(self, number, frame):
        self.on_exit()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)

    def finish(self, reports):
        self.hosts = {}
        if not reports or self.disabled:
            return
        deadline = time.monotonic() + TIME_LIMIT - self.spent
        said, spooled = [], threading.Event()
        sender = threading.Thread(target=self.deliver, args=(reports, deadline, said, spooled), daemon=True)
        try:
            sender.start()
            try:
                sender.join(deadline - time.monotonic())
            except KeyboardInterrupt:
                spooled.wait(1)  # whoever is in a hurry still loses nothing
                raise
            if sender.is_alive():
                said.append('no answer within 5 seconds; what was not taken waits and goes with the next run')
        except RuntimeError:
            self.deliver(reports, deadline, said, spooled)  # the interpreter is ending and starts no thread
        if said:
            self.warn('; '.join(said))

    def deliver(self, reports, deadline, said, spooled):
        send = functools.partial(post, self.url, self.token, deadline)
        deliveries = list(packed(reports))
        try:
            spool = Spool(os.path.expanduser(str(self.get_option('spool'))))
            mine = [spool.put(key, body) for key, body in deliveries]
            spooled.set()
            dropped = spool.trim()
            waiting, refusals = spool.send(send, mine)
            if refusals:
                said.append('%d refused (%s), kept in %s' % (len(refusals), refusals[0], spool.refused))
            if waiting:
                said.append('not delivered (%s); %d wait in %s for the next run' % (waiting, len(spool.files(spool.folder)), spool.folder))
            if dropped:
                said.append('%d of the oldest were dropped: the spool was full' % dropped)
        except OSError as error:
            # No place to wait in: now or never.
            answers = [send(key, body) for key, body in deliveries]
            lost = [reason for status, reason in answers if not status or status >= 300]
            said.append('the spool cannot be used (%s)%s' % (error.strerror, '; lost: ' + lost[0] if lost else ''))
