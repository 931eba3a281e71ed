/** The back-off simulator. */
import type { Translations } from './in-chinese.ts';

export const backoff: Translations = {
  'Back-off simulator': '退避模拟器',
  Clients: '客户端数',
  'Server closes with': '服务器的关闭码',
  '1006: it has crashed': '1006：崩溃',
  '1001: it goes away': '1001：停机',
  '1012: it restarts': '1012：重启',
  '1013: try again later': '1013：稍后再试',
  '1000: all is done': '1000：事情办完',
  'Is away for, in s': '停机多久（秒）',
  'Then takes, a second': '之后每秒接受',
  'A refusal costs, in %': '一次拒绝的代价（%）',
  'First delay up to, in s': '首次延迟最多（秒）',
  'Any delay up to, in s': '任何延迟最多（秒）',
  'Other random numbers': '换一组随机数',
  'Without a policy: at once, then every second': '没有策略：立刻重连，之后每秒一次',
  'With the policy of §7.2.3': '使用 §7.2.3 的策略',
  '{0} in half a second': '半秒内 {0} 个',
  'Attempts over time: {0} in all, {1} in the busiest second, everybody back after {2}':
    '尝试次数随时间的变化：共 {0} 次，最繁忙的一秒 {1} 次，全部恢复用时 {2*}',
  attempts: '尝试次数',
  'busiest second': '最繁忙的一秒',
  'half are back': '恢复一半',
  'all are back': '全部恢复',
  'The server has a queue as long as what it takes in a second. Who finds it full is refused, and that is work too:':
    '服务器的队列能放下它一秒钟接受的量。队列满时到来的会被拒绝，而拒绝也要花力气：',
  'here {0} % of that of an opening handshake.': '这里是一次握手的 {0} %。',
  'attempts that fail': '失败的尝试',
  'attempts that succeed': '成功的尝试',
  'the server is away.': '服务器停机。',
  'Both plots have the same scales.': '两张图的刻度相同。',
};
