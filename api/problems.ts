// What can go wrong, as a table: status, then title and detail in both languages. Braces are filled by who throws it.
type Texts = { zh: [title: string, detail: string]; en: [title: string, detail: string] };

const table = {
  signInNeeded: [401, { zh: ['请先登录', '登录后再试。'], en: ['Please sign in', 'Sign in and try again.'] }],
  wrongPassword: [
    401,
    {
      zh: ['用户名或密码不对', '检查后再试；忘了密码请找管理员重设。'],
      en: ['Wrong username or password', 'Check them and try again; an administrator can set a new password.'],
    },
  ],
  demoOver: [
    403,
    {
      zh: ['演示密码不能用了', '这家店已不是演示店，请管理员给这个账号重设密码。'],
      en: [
        'A demo password',
        'This shop is no demo any more; an administrator must set a new password for this account.',
      ],
    },
  ],
  secondFactorWrong: [
    401,
    {
      zh: ['验证码不对', '输入验证器里现在的六位数，或一个没用过的备用码。'],
      en: ['Wrong code', 'Enter the six digits that your authenticator shows now, or a backup code not used before.'],
    },
  ],
  weakPassword: [
    422,
    {
      zh: ['密码太好猜', '太常见，或含有名字、连号。换几个不相干的词，连成至少 10 个字符。'],
      en: [
        'Easy to guess',
        'It is common, or holds a name or a sequence. Join a few unrelated words, 10 characters at least.',
      ],
    },
  ],
  quotaReached: [
    413,
    {
      zh: ['上传得太多', '你上传后还没提交的文件超过了 {megabytes} MB；先提交，或等旧的过期。'],
      en: [
        'Too many uploads',
        'You have uploaded more than {megabytes} MB that belong to no case yet; submit them first, or wait until old ones expire.',
      ],
    },
  ],
  tooManyStreams: [
    429,
    {
      zh: ['页面开得太多', '同时打开的页面太多了，关掉几个再试。'],
      en: ['Too many pages', 'Too many pages are open at once; close some.'],
    },
  ],
  keyRefused: [
    401,
    {
      zh: ['密钥无效', '这个 API 密钥不存在、已撤销或已过期。'],
      en: ['Key refused', 'This API key does not exist, was revoked or has expired.'],
    },
  ],
  notAllowed: [
    403,
    {
      zh: ['没有权限', '这个操作需要更高的权限，请找管理员。'],
      en: ['Not allowed', 'This needs a higher level; ask an administrator.'],
    },
  ],
  passwordFirst: [
    403,
    {
      zh: ['先换密码', '你的密码是别人设的，换成只有你知道的，再继续。'],
      en: ['Choose a password first', 'Yours was set by somebody else; choose one that only you know, then go on.'],
    },
  ],
  secondFactorFirst: [
    403,
    {
      zh: ['先开两步验证', '这家店要求主管和管理员开启两步验证，开好再继续。'],
      en: ['Two steps first', 'This shop asks managers and administrators for a second step; turn it on, then go on.'],
    },
  ],
  scopeMissing: [
    403,
    {
      zh: ['密钥权限不足', '这个密钥没有「{scope}」权限。'],
      en: ['Scope missing', 'This key lacks the scope “{scope}”.'],
    },
  ],
  foreignOrigin: [
    403,
    {
      zh: ['来源不对', '请求来自别的网站，已拒绝。'],
      en: ['Foreign origin', 'The request came from another site and was refused.'],
    },
  ],
  notFound: [
    404,
    {
      zh: ['没有找到', '{what} 不存在，或者你看不到它。'],
      en: ['Not found', '{what} does not exist, or you may not see it.'],
    },
  ],
  invalid: [422, { zh: ['请求有误', '{what}'], en: ['Invalid request', '{what}'] }],
  formInvalid: [
    422,
    {
      zh: ['表单还没填好', '有 {count} 处要改，改好后再提交。'],
      en: ['The form is not complete', '{count} places need a change; then submit again.'],
    },
  ],
  tooLarge: [
    413,
    {
      zh: ['内容太大', '超过了上限，请减小后再试。'],
      en: ['Too large', 'It is over the limit; make it smaller and try again.'],
    },
  ],
  textRefused: [
    422,
    {
      zh: ['有存不下的字符', '「{where}」里有空字符（U+0000）或半个字符（比如被截断的表情），删掉它再发。'],
      en: [
        'Text cannot be kept',
        '“{where}” holds a zero character (U+0000) or half a character (an emoji cut in the middle); remove it and send again.',
      ],
    },
  ],
  nameRefused: [
    422,
    {
      zh: ['这个名字不能用', '「{where}」是保留的名字，换一个。'],
      en: ['Name refused', '“{where}” is a reserved name; choose another.'],
    },
  ],
  nameTooLong: [
    422,
    {
      zh: ['名字太长', '「{name}…」的名字超过 {max} 个字，改短再发。'],
      en: ['Name too long', 'The name “{name}…” is longer than {max} letters; shorten it.'],
    },
  ],
  tooNested: [
    422,
    {
      zh: ['嵌套太深', '「{where}」一层套一层，超过了 100 层，拆开再发。'],
      en: ['Nested too deeply', '“{where}” is nested over 100 levels deep; take it apart.'],
    },
  ],
  unstorable: [
    422,
    {
      zh: ['有存不下的值', '数字太大，或文字里有不能保存的字符；改好再发。'],
      en: ['A value cannot be kept', 'A number is too large, or a text holds what cannot be stored; change it.'],
    },
  ],
  variableTooLarge: [
    413,
    {
      zh: ['数据太大', '「{name}」超过了 64 KB；大的内容请作为文件上传。'],
      en: ['Data too large', '“{name}” is larger than 64 KB; upload large contents as a file.'],
    },
  ],
  variablesTooLarge: [
    413,
    {
      zh: ['数据太大', '一次最多 {names} 个数据，连名字一共 100 KB；分几次发。'],
      en: ['Data too large', 'At most {names} variables and 100 KB, names included, at once; send them in parts.'],
    },
  ],
  unsupportedMedia: [
    415,
    {
      zh: ['格式不对', '请按接口文档里的内容类型发送。'],
      en: ['Unsupported media type', 'Send the content type that the API document names.'],
    },
  ],
  fileRefused: [
    415,
    {
      zh: ['不收这种文件', '「{name}」的内容不是图片、PDF、表格、文档或纯文本。'],
      en: ['File type refused', 'The content of “{name}” is not a picture, PDF, sheet, document or plain text.'],
    },
  ],
  tooMany: [
    429,
    { zh: ['太频繁了', '请过 {seconds} 秒再试。'], en: ['Too many requests', 'Try again in {seconds} seconds.'] },
  ],
  busy: [
    503,
    { zh: ['系统正忙', '什么都没有丢，稍后再试。'], en: ['Busy', 'Nothing was lost; try again in a moment.'] },
  ],
  unavailable: [
    503,
    {
      zh: ['暂时连不上', '后台服务正在恢复，稍后再试。'],
      en: ['Unavailable', 'A server behind this one is coming back; try again in a moment.'],
    },
  ],
  diskFull: [
    507,
    {
      zh: ['磁盘满了', '服务器的磁盘没有空间了，请管理员腾出空间，再试一次。'],
      en: ['The disk is full', 'The server has no room left; an administrator must make some, then try again.'],
    },
  ],
  internal: [
    500,
    {
      zh: ['出错了', '这是我们的错，已记录。编号 {id}。'],
      en: ['Something broke', 'This is our fault and was logged. Number {id}.'],
    },
  ],

  taken: [409, { zh: ['已被认领', '{who} 已经认领了这件事。'], en: ['Already claimed', '{who} has claimed this.'] }],
  nothingChosen: [
    409,
    {
      zh: ['没有选中的', '选的都已经办完，或者不再卡住了。'],
      en: ['Nothing is left of it', 'What was chosen has ended, or is stuck no more.'],
    },
  ],
  holdsWork: [
    409,
    {
      zh: ['手上还有活', '这个人手上还有 {count} 件，先交接再停用。'],
      en: ['Still holds work', 'There are {count} open tasks; hand them over, then deactivate.'],
    },
  ],
  noSuccessor: [
    409,
    {
      zh: ['有一类没有人接', '「{what}」还没有选接手的人，或者没有别人可以认领。'],
      en: ['Nobody takes over', '“{what}” has no successor, or nobody else could claim it.'],
    },
  ],
  otherPerson: [
    409,
    {
      zh: ['换了人', '这个浏览器里现在登录的是 {who}，刚才那一下没有做。'],
      en: ['Somebody else', '{who} has signed in with this browser; nothing was done.'],
    },
  ],
  givenAway: [
    409,
    {
      zh: ['不在你手上了', '{by} 把它交给了 {who}。你写的还留着。'],
      en: ['Not yours any more', '{by} gave it to {who}. What you wrote is kept.'],
    },
  ],
  draftNewer: [
    409,
    {
      zh: ['另一个窗口先存了', '你在别处也填了这张表，两边的内容都在。'],
      en: ['Saved in another window', 'You have filled in this form elsewhere too; both are kept.'],
    },
  ],
  shownChanged: [
    409,
    {
      zh: ['刚刚有变化', '你打开之后，这一件的数据被改过。看一眼变了的地方，再提交。'],
      en: [
        'It has just changed',
        'Data of this case was changed since you opened it. Look at what changed, then submit again.',
      ],
    },
  ],
  taskClosed: [
    409,
    {
      zh: ['已经办完', '{who} 已经办完了这件事。你填的内容还在。'],
      en: ['Already done', '{who} has completed this. What you entered is kept on your screen.'],
    },
  ],
  taskWithdrawn: [
    409,
    {
      zh: ['不用办了', '流程已经往前走，这件事已收回。'],
      en: ['No longer needed', 'The process has moved on and this task was withdrawn.'],
    },
  ],
  notHolder: [
    409,
    {
      zh: ['不在你手上', '先认领，再办理。现在由 {who} 办理。'],
      en: ['Not yours now', 'Claim it first. It is held by {who}.'],
    },
  ],
  submitting: [
    409,
    {
      zh: ['正在提交', '{who} 刚提交过，正在确认。'],
      en: ['Being submitted', '{who} has just submitted this; it is being confirmed.'],
    },
  ],
  caseEnded: [
    409,
    {
      zh: ['已经结束', '这一件已经结束，不能再改。'],
      en: ['Already ended', 'This case has ended and cannot change any more.'],
    },
  ],
  caseSuspended: [
    409,
    {
      zh: ['已暂停', '这一件暂停着，主管让它继续以后才能办。'],
      en: ['Paused', 'This case is paused; work on it goes on once a manager resumes it.'],
    },
  ],
  caseRunning: [
    409,
    {
      zh: ['没有暂停', '这一件正走着，不用继续。'],
      en: ['Not paused', 'This case is running; there is nothing to resume.'],
    },
  ],
  moveSource: [
    409,
    {
      zh: ['那里没有在办的事', '它可能刚走开了，看看最新的样子再挪。'],
      en: ['Nothing is there', 'It may just have moved on; look again, then move it.'],
    },
  ],
  moveTarget: [
    409,
    { zh: ['不能挪到那里', '「{where}」：{why}。'], en: ['Cannot be moved there', '“{where}”: {why}.'] },
  ],
  moveWouldStick: [
    409,
    {
      zh: ['会卡住', '挪过去以后，「{where}」会一直等一条没人走的路。确定要挪，就勾上「卡住也挪」。'],
      en: [
        'It would get stuck',
        '“{where}” would then wait for a way that nobody is on. Tick “move all the same” to do it.',
      ],
    },
  ],
  moveAmbiguous: [
    409,
    {
      zh: ['不知道是哪一份', '那里同时有几份在办，请先选好从哪一份里挪。'],
      en: ['Several runs', 'Several runs of it are open; choose what to move inside one of them.'],
    },
  ],
  nothingCatches: [
    409,
    {
      zh: ['没有人接', '流程里没有画这一步出这种问题时由谁接手，所以没有动。'],
      en: ['Nobody takes over', 'The process does not say who takes over here for this problem; nothing was changed.'],
    },
  ],
  refused: [409, { zh: ['没有执行', '现在不能这样做：{why}。'], en: ['Refused', 'This cannot be done now: {why}.'] }],
  businessKeyInUse: [
    409,
    {
      zh: ['编号已在用', '编号「{key}」已有一件在办。'],
      en: ['Number in use', 'A case with number “{key}” is running already.'],
    },
  ],
  notStartable: [
    409,
    {
      zh: ['不能发起', '这个流程没有发布，或没有可以手工发起的开始。'],
      en: ['Cannot be started', 'This process is not published, or has no start that a person can trigger.'],
    },
  ],
  draftConflict: [
    409,
    {
      zh: ['草稿已被改过', '{who} 先保存了。你的改动还在，没有覆盖。'],
      en: ['The draft has changed', '{who} saved first. Your changes are kept and nothing was overwritten.'],
    },
  ],
  processKeyInUse: [
    409,
    {
      zh: ['流程标识已被用', '已有标识为「{key}」的流程，换一个。'],
      en: ['Process key in use', 'A process with the key “{key}” exists; choose another.'],
    },
  ],
  processMissing: [
    422,
    {
      zh: ['图里没有这个流程', '模型里要有标识为「{key}」的流程。'],
      en: ['Process missing', 'The model must hold a process with the key “{key}”.'],
    },
  ],
  lintErrors: [
    422,
    {
      zh: ['还不能发布', '有 {count} 个问题要先改。'],
      en: ['Cannot be published yet', '{count} problems must be solved first.'],
    },
  ],
  bpmnMissing: [
    422,
    {
      zh: ['没有流程文件', '选一个流程文件（.bpmn），或者决策文件（.dmn）；表单文件要和流程文件一起选。'],
      en: [
        'No process file',
        'Choose a process file (.bpmn) or decision files (.dmn); form files come together with the process.',
      ],
    },
  ],
  bpmnSeveral: [
    422,
    {
      zh: ['一次导入一个流程', '选了几个流程文件：{names}。'],
      en: ['One process at a time', 'Several process files were chosen: {names}.'],
    },
  ],
  formFileRefused: [
    422,
    {
      zh: ['读不了这张表单', '{name} 不是 Camunda 或 Flowable 的表单文件。'],
      en: ['This form cannot be read', '{name} is not a form file of Camunda or Flowable.'],
    },
  ],
  dmnRefused: [
    422,
    {
      zh: ['读不了这个决策文件', '{name}：{why}'],
      en: ['This decision file cannot be read', '{name}: {why}'],
    },
  ],
  bpmnRefused: [422, { zh: ['读不了这个文件', '{why}'], en: ['This file cannot be read', '{why}'] }],
  ordersRefused: [
    422,
    {
      zh: ['不是订单表', '第一行要有列名，现在缺 {columns}。'],
      en: ['Not a table of orders', 'The first line must name the columns; {columns} is missing.'],
    },
  ],
  sandboxInDemo: [
    409,
    {
      zh: ['只有演示店有沙盒', '沙盒什么也没有真的办；请交给人，或填一个网址。'],
      en: ['The sandbox is for demos', 'It carries out nothing; give this to people, or name an address.'],
    },
  ],
  setupCodeWrong: [
    403,
    {
      zh: ['安装码不对', '安装码在服务器的启动日志里，形如 ABCD-EFGH-JKLM。'],
      en: ['Wrong set-up code', 'It stands in the log of the server as it starts, like ABCD-EFGH-JKLM.'],
    },
  ],
  setupDone: [
    409,
    {
      zh: ['已经有主人了', '请登录；新成员由管理员添加。'],
      en: ['Set up already', 'Please sign in; administrators add further people.'],
    },
  ],
  usernameTaken: [409, { zh: ['用户名已被用', '换一个用户名。'], en: ['Username taken', 'Choose another username.'] }],
  idTaken: [409, { zh: ['标识已被用', '换一个标识。'], en: ['Id taken', 'Choose another id.'] }],
  lastAdmin: [
    409,
    {
      zh: ['至少要有一位管理员', '先把另一位设为管理员。'],
      en: ['One administrator must stay', 'Make somebody else an administrator first.'],
    },
  ],
  stillInUse: [409, { zh: ['还在用', '先把里面的人移走。'], en: ['Still in use', 'Move its people first.'] }],
  stillRunning: [
    409,
    { zh: ['正在处理', '同一个请求还在处理中。'], en: ['Being handled', 'The same request is still being handled.'] },
  ],
  messageReused: [
    409,
    {
      zh: ['消息编号重复', '编号「{id}」已用于另一条内容不同的消息，这一条没有收下。换一个编号再发。'],
      en: [
        'Message id reused',
        'The id “{id}” belongs to a message with another content; this one was not taken. Send it with an id of its own.',
      ],
    },
  ],
  requestReused: [
    422,
    {
      zh: ['请求编号重复', '这个 Idempotency-Key 已用于另一个请求。'],
      en: ['Request key reused', 'This Idempotency-Key was used for another request.'],
    },
  ],
  contentConflict: [
    409,
    {
      zh: ['别人刚存过', '{who} 在你之后存过这一份，没有覆盖。看过对方的再存。'],
      en: [
        'Saved by somebody else',
        '{who} has saved this since you opened it; nothing was overwritten. Look at theirs, then save.',
      ],
    },
  ],
  contentProblems: [
    422,
    {
      zh: ['还不能发布', '有 {count} 处要先改好。'],
      en: ['Cannot be published yet', '{count} problems have to be solved first.'],
    },
  ],
  fieldOfProcess: [
    403,
    {
      zh: ['这一项只由流程改', '「{field}」不能直接改，请发起「{process}」。'],
      en: ['Changed by a process only', '“{field}” is not changed by hand; start “{process}”.'],
    },
  ],
  fieldComputed: [
    403,
    {
      zh: ['这一项是算出来的', '「{field}」由别的数据或流水得出，改那些数据它就会变。'],
      en: ['This is computed', '“{field}” follows from other data or from what is booked; change those.'],
    },
  ],
  fieldNotYours: [
    403,
    {
      zh: ['这一项你不能改', '「{field}」由别的岗位改，请找店长。'],
      en: ['Not yours to change', '“{field}” is changed by another role; ask your manager.'],
    },
  ],
  recordInvalid: [
    422,
    {
      zh: ['有几项填得不对', '{count} 项要改，什么都没有存。'],
      en: ['Something is not right', '{count} fields have to be corrected; nothing was saved.'],
    },
  ],
  recordChanged: [
    409,
    {
      zh: ['这一条刚被改过', '你打开之后有人改了它，你的改动还没有存。看过新的再存。'],
      en: [
        'Changed meanwhile',
        'Somebody has changed this since you opened it; yours is not saved yet. Look at it, then save.',
      ],
    },
  ],
  recordTaken: [
    409,
    {
      zh: ['已经有了', '已有一条的「{field}」是这个值，换一个，或去改那一条。'],
      en: ['Taken already', 'Another record has this “{field}”; choose another, or change that record.'],
    },
  ],
  notFindable: [
    422,
    {
      zh: ['不能按这一项找', '「{field}」没有设成可查；在台账的字段里打开「可查」，再筛选或排序。'],
      en: [
        'Not findable',
        '“{field}” is not findable; switch that on in the fields of the register, then filter or sort by it.',
      ],
    },
  ],
} as const satisfies Record<string, readonly [number, Texts]>;

export type ProblemCode = keyof typeof table;
export const PROBLEMS: Record<ProblemCode, readonly [number, Texts]> = table;
