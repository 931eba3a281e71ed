/** The set pieces on Chinese pages. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCodes } from '../../../packages/close-codes/src/index.ts';
import { inChinese } from '../../.vitepress/theme/set-pieces/chinese/in-chinese.ts';
import { closeCodeFacts, ranges } from '../../.vitepress/theme/set-pieces/close-codes/facts.ts';
import { samples } from '../../.vitepress/theme/set-pieces/frame-inspector/samples.ts';
import { keySteps } from '../../.vitepress/theme/set-pieces/handshake-workbench/handshake.ts';
import { answerMistakes, requestMistakes } from '../../.vitepress/theme/set-pieces/handshake-workbench/mistakes.ts';
import { describeFrame } from '../../.vitepress/theme/set-pieces/shared/describe-frame.ts';
import { layoutFrames } from '../../.vitepress/theme/set-pieces/shared/frame-layout.ts';
import { parseHex } from '../../.vitepress/theme/set-pieces/shared/hex.ts';
import { badFrames, floods } from '../../.vitepress/theme/set-pieces/two-peers/bad-frames.ts';
import { tamperings } from '../../.vitepress/theme/set-pieces/two-peers/duet.ts';
import { openSite, type Site, type Visit } from '../site.ts';

const CHINESE = /\p{Script=Han}/u;
const named = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

const samplesInWords = samples.flatMap(({ hex, from }) => {
  const bytes = parseHex(hex);
  const fields = layoutFrames(bytes).flatMap((frame) => describeFrame(frame, bytes, from));
  // What the package says about a Close frame that breaks a rule is an error, and English.
  return fields.map(({ meaning }) => meaning).filter((meaning) => !/^(?:expected|a Close frame)/.test(meaning));
});

it.each([
  ...new Set([
    ...named(samples),
    ...samplesInWords,
    ...named(requestMistakes),
    ...named(answerMistakes),
    ...named(keySteps(new Uint8Array(16))),
    ...named(badFrames),
    ...named(floods),
    ...named(tamperings),
    ...named(ranges),
    ...[...closeCodes.map(({ code }) => code), 0, 2000, 3500, 4000, 5000, 70_000]
      .flatMap(closeCodeFacts)
      .flatMap(({ question, answer }) =>
        question === 'Name' && !answer.includes(' ') ? [question] : [question, answer],
      ),
  ]),
])('says “%s” in Chinese', (english) => {
  expect(inChinese(english)).toMatch(CHINESE);
});

describe('a template', () => {
  it('keeps what somebody typed, and translates what it is told to', () => {
    expect(inChinese('has the message “client”')).toBe('收到消息「client」');
    expect(inChinese('Frame 2: Text, more follows, 1 byte: H')).toBe('第 2 帧：Text，后面还有，1 字节：H');
    expect(inChinese('With byte 7 the server has a binary message of 3 bytes')).toBe(
      '到字节 7 为止，服务器收到一条 3 字节的二进制消息',
    );
  });

  it('leaves what it does not know as it is', () => {
    expect(inChinese('Expected a masked frame, got one that is not.')).toBe(
      'Expected a masked frame, got one that is not.',
    );
  });
});

describe('on the page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.end());

  /** Names of the protocol and of the packages, and text that somebody types. */
  const untranslated =
    /^(?:URI|RFC 6455|Ping|FIN|MASK|RSV.*|GET .*|[\da-f]{2}|0x.*|\d.*|×|code|wasClean|initiator|cause|sent|received|RFC 6455 §5\.7|[A-Z]\w+)$/;

  async function labels(page: Page): Promise<string[]> {
    const texts = await page
      .locator('.set-piece')
      .locator(
        'label > span:first-child, legend, button, option, th[scope], dt, .title, figcaption, .check, .quiet:not(.axis), .verdict',
      )
      .allInnerTexts();
    const named = await page
      .locator('.set-piece, .set-piece [aria-label], .set-piece [title], .set-piece [placeholder]')
      .evaluateAll((elements) =>
        elements.flatMap((element) =>
          ['aria-label', 'title', 'placeholder'].flatMap((name) => element.getAttribute(name) ?? []),
        ),
      );
    return [...texts, ...named].map((text) => text.trim()).filter((text) => text !== '');
  }

  it.each(['4-opening-handshake', '5-data-framing', '7-closing'])('%s: its labels are Chinese', async (chapter) => {
    const { page, complaints, end }: Visit = await site.visit(`/zh/rfc/${chapter}`);
    const all = await labels(page);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((text) => !CHINESE.test(text) && !untranslated.test(text))).toEqual([]);
    expect(complaints).toEqual([]);
    await end();
  });

  it('tells in Chinese what happens between a client and a server', async () => {
    const { page, end } = await site.visit('/zh/rfc/7-closing');
    const piece = page.locator('.two-peers');
    const deliver = piece.getByRole('button', { name: '投递下一个' });
    for (let i = 0; i < 2; i++) await deliver.click();
    await piece.locator('.client').getByRole('button', { name: '关闭' }).click();
    for (let i = 0; i < 2; i++) await deliver.click();
    const told = await piece.locator('.told li').allInnerTexts();
    expect(told.length).toBeGreaterThan(2);
    for (const line of told) expect(line).toMatch(/^(?:客户端|服务器) [\p{Script=Han}\s\w：]+。$/u);
    await end();
  });
});
