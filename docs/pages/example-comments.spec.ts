import { exampleKeys, exampleSections } from './example-comments.ts';

const EXAMPLE = `# Everything.

# What a page may cost.
# In all.
limits:
  series: 10                      # of all targets ...
# Where alerts are sent.
receivers: []
#receivers:
#  - name: on-call                # who
#    slack:                       # where
#      send_resolved: true
`;

it('knows the comment of each key, and the values of lines that hold', () => {
  expect(Object.fromEntries(exampleKeys(EXAMPLE))).toEqual({
    limits: {},
    'limits.series': { comment: 'of all targets', value: '10' },
    receivers: {},
    'receivers[].name': { comment: 'who' },
    'receivers[].slack': { comment: 'where' },
    'receivers[].slack.send_resolved': {},
  });
});

it('knows what stands above each section', () => {
  expect([...exampleSections(EXAMPLE)]).toEqual([
    ['limits', 'What a page may cost. In all.'],
    ['receivers', 'Where alerts are sent.'],
  ]);
});
