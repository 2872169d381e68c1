// Words of work without a network, and of the app on a device.
export const offline = {
  appName: '章法 Zhangfa',
  appShort: '章法',
  asOf: '这是 {time} 的样子，连上后更新',
  waits: '等网络',
  waitsHint: '{time} 已提交，存在这台机器上；网一通就自己再交。改一个字就算收回。',
  withdraw: '先不交',
  waiting: '{count} 件已提交，等网络',
  refused: '「{name}」{object} 没有交成，你填的还在',
  look: '去看',
  renewed: '章法有新版本',
  renew: '换上',
  leave: '还没发出去的会丢',
  leaveHint: '这台机器上有 {count} 份还没发到店里。退出登录，它们就从这台机器上删掉。',
  leaveAll: '删掉，退出',
};
