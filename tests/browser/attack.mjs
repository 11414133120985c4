// attack: text that would do harm if it were not kept as text, and a site that
// has it wherever text may stand.
export const WORD = 'harmless';

export const ATTACKS = {
	'a script': '<script>alert(1)</script>',
	'an image that fails': '"><img src=x onerror=alert(1)>',
	'an event handler': `' onmouseover='alert(1)' x='" onfocus="alert(1)" y="`,
	'a link': 'javascript:alert(1)',
	'a Markdown link': '[a](javascript:alert(1)) ![a](x) <javascript:alert(1)>',
	'ends of sections': ']]> --> *\/ --!> ?> %>',
	'ends of elements':
		'</title></text></svg></td></table></style></textarea><script>alert(1)</script>',
	'references': '&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;amp;',
	'a cell': 'a | b `c` \\| *d* _e_ ~~f~~ # g',
	'code': '${alert(1)} `alert(1)` #{1} <%= 1 %>',
	'text from right to left': '\u202Etxt.exe\u202C\u2066a\u200F',
	'a long word': 'w'.repeat(300),
	'a tag': '{{option.lambda.name}}',
	'tags of templates': '{{{content}}} {{> head}} {{#guides}} {{/guides}} {{=<% %>=}}',
};

// Markdown that is refused.
export const REFUSED = [
	'<script>alert(1)</script>',
	'a <script>alert(1)</script>',
	'a <img src=x onerror=alert(1)>',
	'a <kbd onclick="alert(1)">b</kbd>',
	'<details open ontoggle=alert(1)>',
	'<svg onload=alert(1)>',
	'<style>*{}</style>',
	'<iframe srcdoc=x>',
	'<!-- --><script>alert(1)</script>',
	'a <!--><script>alert(1)</script>-->',
	'[a](javascript:alert(1))',
	'[a](JaVaScRiPt:alert(1))',
	'[a](javascript&colon;alert(1))',
	'[a](&#106;avascript:alert(1))',
	'[a](javascript:{{option.lambda.name}})',
	'[a]({{option.lambda.name}}:alert(1))',
	'[a][b]\n\n[b]: javascript:alert(1)',
	'<javascript:alert(1)>',
	'[a](<java\u000Bscript:alert(1)>)',
	'[a](java&#9;script:alert(1))',
	'[a](&#9;javascript:alert(1))',
	'[a](&#1;javascript:alert(1))',
	'[a](\\\\\\\\example.org/)',
	'[a](vbscript:alert)',
	'[a](data:text/html,a)',
	'[a](file:///etc/passwd)',
	'[a](//example.org/)',
	'![a](javascript:alert(1))',
	'![a](https://example.org/a.png)',
	'![a](//example.org/a.png)',
	'![a](data:image/svg+xml,a)',
	'{{constructor}}',
	'{{{content}}}',
	'{{> head}}',
	'{{#guides}}{{/guides}}',
	'```breakeven "><script>\n{}\n```',
];

// Markdown that is odd, and does no harm.
export const ODD = [
	'[a](https://example.org/"onmouseover="alert(1))',
	'[a](https://example.org/ "\\" onmouseover=\\"alert(1)")',
	'javascript:alert(1)',
	'a &#0; &lt;script> &#60;script&#62;alert(1)&lt;/script>',
	'```"><script>alert(1)</script>\na\n```',
	'```html" onmouseover="alert(1)\na\n```',
	'`<script>alert(1)</script>` \\<script>alert(1)\\</script>',
	'    <script>alert(1)</script>',
	'\\{{constructor}} `{{constructor}}`',
	'<!-- <script>alert(1)</script> -->',
];

export const q = JSON.stringify;

// The attack as Markdown that means it as text.
function typed(text) {
	return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function siteYaml(text) {
	return `title: ${q(text)}\ndescription: ${q(text)}\nregion: us-east-1\n`;
}

function guideYaml(text, asked) {
	return `
sources:
  test:
    title: ${q(text)}
    url: "https://example.org/?q=${encodeURIComponent(text)}"
    retrieved: 2026-11-21
    note: ${q(text)}
options:
  lambda:
    name: ${q(text)}
    about: ${q(text)}
    use: {aws-lambda: {memory: 2048 MB}, aws-api-gateway-http: {}}
    latency: fast
  fargate:
    name: ${q(`${text} 2`)}
    about: ${q(text)}
    use: {aws-fargate: {vcpu: 0.5, memory: 1 GB, tasks: 1}, aws-alb: {lcu: 1}}
scenarios:
  base:
    name: ${q(text)}
    about: ${q(text)}
    requests: 10000
    duration: 5 s
    needs: {longest_run: 30 s}
crossings: {scenario: base, axis: requests, from: 0, to: 10000000}
measurements:
  fast:
    name: ${q(text)}
    measures: overhead
    p50: 351 ms
    p95: 1357 ms
    p99: 1657 ms
    samples: 10000
    source: test
    note: ${q(text)}
  unknown: {name: ${q(text)}, note: ${q(text)}}
decide:
  ask: ${q(asked)}
  when: "longest_run > {{limits.aws-lambda.timeout}}"
  yes: {choose: fargate, why: ${q(asked)}}
  no: {choose: lambda, why: ${q(asked)}}
`;
}

function guideText(text) {
	const t = typed(text), caption = `caption: ${q(text)}`;

	return `---
title: ${q(text)}
description: ${q(text)}
---

A ${t} and **${t}**, {{option.lambda.name}} and [{{option.lambda.name}}](#b "${t}").

## ${t}

### {{option.fargate.name}}

| ${t} | {{option.lambda.name}} |
|---|--:|
| {{option.lambda.name}} | ${t} |

- [ ] ${t}
- [x] {{option.lambda.name}}

[${t}](https://example.org/?q=${encodeURIComponent(text).replace(/[()]/g, escape)} "${t}")
![${t}](figures.json "${t}")

<details>
<summary>{{option.lambda.name}}</summary>

${t}

</details>

\`\`\`html
${text}
\`\`\`

\`\`\`html figures
{{option.lambda.name}}
\`\`\`

\`\`\`breakeven table
scenario: base
rows: {requests: [100, 10000]}
columns: [lambda, fargate, winner, ratio]
${caption}
\`\`\`

\`\`\`breakeven crossings
scenario: base
${caption}
\`\`\`

\`\`\`breakeven chart
scenario: base
axis: requests
from: 0
to: 500000
options: [lambda, fargate]
scale: linear
${caption}
\`\`\`

\`\`\`breakeven bill
scenario: base
option: lambda
${caption}
\`\`\`

\`\`\`breakeven percentiles
rows: [fast, unknown]
${caption}
\`\`\`

\`\`\`breakeven limits
services: [aws-lambda, aws-fargate]
limits: [timeout, memory]
${caption}
\`\`\`

\`\`\`breakeven scenarios
scenarios: [base]
\`\`\`

\`\`\`breakeven tree
{}
\`\`\`

## b
`;
}

// The files of a site that says `text` everywhere.
// `asked` stands where tags are replaced.
export function partsOf(text, asked = text) {
	return { site: siteYaml(text), yaml: guideYaml(text, asked), text: guideText(text) };
}
