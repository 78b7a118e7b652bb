// Reports (S-10): each a table and a chart of the same figures; which, of whom and for when stands in the address.
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { ClientSelect } from '../clients/ClientSelect.js';
import { type ReportView, reports, useReportView } from './address.js';
import { Contracts, Debts, Ranking } from './of-clients.js';
import { Orders, Turnover } from './over-time.js';
import './reports.css';

const screens = { turnover: Turnover, ranking: Ranking, orders: Orders, debts: Debts, contracts: Contracts };

export default function ReportsPage() {
  const { t } = useTranslation('reports');
  const [view, change] = useReportView();
  const unit = view.unitId === null ? {} : { unitId: view.unitId };
  return (
    <div className="page reports">
      <div className="toolbar no-print">
        <h1 className="page-title">{t('title')}</h1>
        <div className="report-unit"><ClientSelect label={t('unit')} placeholder={t('unitHint')} value={view.unitId} onChange={(client) => change({ unitId: client?.id ?? null })} /></div>
      </div>
      <Tabs
        className="report-tabs" activeKey={view.report} onChange={(report) => change({ report: report as ReportView['report'] })} destroyOnHidden
        items={reports.map((key) => {
          const Screen = screens[key];
          return { key, label: t(`report.${key}`), children: <Screen view={view} change={change} unit={unit} /> };
        })}
      />
    </div>
  );
}
