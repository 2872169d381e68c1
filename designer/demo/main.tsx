// A page for looking at the designer while it is made: `npx vite designer/demo`. ?view=case|designer&lang=zh|en&dark=1
import '@fontsource-variable/inter';
import { ConfigProvider } from 'antd';
import { createRoot } from 'react-dom/client';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { Designer } from '../Designer.tsx';
import { antdLook, antdTheme, cssText } from '../theme.ts';
import { Viewer } from '../Viewer.tsx';
import order from './order.bpmn?raw';
import { calendars, connectors, forms, people, roles, states, taken } from './shop.ts';

const query = new URLSearchParams(location.search);
const language = query.get('lang') === 'en' ? 'en' : 'zh';
const scheme = query.get('dark') ? 'dark' : 'light';
document.documentElement.lang = language;

const style = document.createElement('style');
style.textContent = `:root{${cssText(scheme)}}`;
document.head.append(style);

const file = query.get('file');
const text = file ? await (await fetch(file)).text() : order;
const { model, problems } = await parseBpmn(text);

createRoot(document.getElementById('root')!).render(
  <ConfigProvider theme={antdTheme(scheme)} {...antdLook}>
    <div style={{ height: '100%' }}>
      {query.get('view') === 'case' ? (
        <Viewer model={model} states={states} takenFlows={taken} language={language} roles={roles} people={people} />
      ) : (
        <Designer
          model={model}
          language={language}
          forms={forms}
          roles={roles}
          people={people}
          calendars={calendars}
          connectors={connectors}
          problems={problems}
          onFormChange={(form) => console.log(form)}
          onReady={(store) => Object.assign(window, { store, serializeBpmn })}
        />
      )}
    </div>
  </ConfigProvider>,
);
