import { ApartmentOutlined, BankOutlined, IdcardOutlined, UserOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

const icons = { organisation: BankOutlined, department: ApartmentOutlined, employee: IdcardOutlined, person: UserOutlined };

/** The label of a client as a picture (D-2). */
export function KindIcon({ kind }: { kind: string }) {
  const { t } = useTranslation('clients');
  const Icon = icons[kind as keyof typeof icons] ?? BankOutlined;
  return <Icon className="soft" role="img" aria-label={t(`kind.${kind}`)} title={t(`kind.${kind}`)} />;
}
