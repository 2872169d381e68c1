// What somebody did, in words; an action without words is shown as it is logged.
import type { Language } from '../../words/message.ts';

const WORDS: Record<string, readonly [zh: string, en: string]> = {
  'POST /api/auth/sign-in': ['登录', 'Signed in'],
  'POST /api/auth/sign-out': ['退出登录', 'Signed out'],
  'POST /api/auth/password': ['改了密码', 'Changed the password'],
  'POST /api/auth/second-factor': ['登录，第二步', 'Signed in, second step'],
  'POST /api/auth/second-factor/begin': ['准备两步验证', 'Prepared the second step'],
  'POST /api/auth/second-factor/confirm': ['开启两步验证', 'Turned the second step on'],
  'POST /api/auth/second-factor/end': ['关闭两步验证', 'Turned the second step off'],
  'DELETE /api/auth/sessions/:id': ['退出了一处登录', 'Ended a session'],
  'DELETE /api/people/:id/second-factor': ['取消别人的两步验证', 'Dropped a second step'],
  'POST /api/setup': ['建了主人账号', 'Created the owner'],
  'PATCH /api/me': ['改了自己的资料', 'Changed the own profile'],
  'POST /api/tasks/:id/claim': ['认领', 'Claimed'],
  'POST /api/tasks/claim-batch': ['认领多件', 'Claimed several'],
  'POST /api/tasks/:id/release': ['退还', 'Gave back'],
  'POST /api/tasks/:id/assign': ['指派', 'Assigned'],
  'POST /api/tasks/:id/complete': ['提交', 'Submitted'],
  'POST /api/cases': ['发起', 'Started a case'],
  'POST /api/cases/:id/reveal': ['看了遮住的数据', 'Read covered data'],
  'POST /api/bulk': ['批量办了多件', 'Acted on several cases'],
  'POST /api/cases/:id/cancel': ['取消一件', 'Cancelled a case'],
  'POST /api/cases/:id/suspend': ['暂停一件', 'Paused a case'],
  'POST /api/cases/:id/resume': ['让一件继续', 'Resumed a case'],
  'POST /api/cases/:id/variables': ['改一件的数据', 'Corrected the data of a case'],
  'POST /api/cases/:id/move': ['挪一件', 'Moved a case'],
  'POST /api/cases/:id/incidents/:incident/resolve': ['处理卡住的', 'Resolved stuck work'],
  'POST /api/processes': ['新建流程', 'Created a process'],
  'PATCH /api/processes/:key': ['改了流程', 'Changed a process'],
  'PUT /api/processes/:key/draft': ['存草稿', 'Saved a draft'],
  'POST /api/processes/:key/publish': ['发布流程', 'Published a process'],
  'POST /api/files': ['传文件', 'Uploaded a file'],
  'POST /api/people': ['添加人员', 'Added a person'],
  'PATCH /api/people/:id': ['改了人员', 'Changed a person'],
  'PUT /api/people/:id/password': ['重设密码', 'Set a password'],
  'PUT /api/roles/:id': ['改了角色', 'Changed a role'],
  'DELETE /api/roles/:id': ['删了角色', 'Deleted a role'],
  'PUT /api/departments/:id': ['改了部门', 'Changed a department'],
  'DELETE /api/departments/:id': ['删了部门', 'Deleted a department'],
  'POST /api/keys': ['新建密钥', 'Made a key'],
  'DELETE /api/keys/:id': ['撤销密钥', 'Revoked a key'],
  'PUT /api/capabilities/:id': ['改了对外能力交给谁', 'Bound a capability'],
  'PUT /api/http-hosts': ['改了允许访问的地址', 'Set the allowed addresses'],
  'PUT /api/secrets/:name': ['存了对外密钥', 'Kept a secret'],
  'DELETE /api/secrets/:name': ['删了对外密钥', 'Deleted a secret'],
  'POST /api/connectors/http.request/test': ['试了一次调用', 'Tried a call'],
  erase: ['清除了个人信息', 'Erased personal data'],
  'PATCH /api/settings': ['改了设置', 'Changed settings'],
};

export const actionWords = (action: string, language: Language): string => {
  const refused = /^refused (.*)$/.exec(action)?.[1];
  const words = WORDS[refused ?? action]?.[language === 'zh' ? 0 : 1] ?? refused ?? action;
  return refused === undefined ? words : `${language === 'zh' ? '被拒绝：' : 'Refused: '}${words}`;
};
