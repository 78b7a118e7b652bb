export interface ClientCardProps {
  /** null: a new client. */
  id: number | null;
  newBelow: number | null;
  tab: string | null;
  onTab(tab: string): void;
  onGo(id: number): void;
  onClose(): void;
}

export default function ClientCard(_props: ClientCardProps) {
  return null;
}
