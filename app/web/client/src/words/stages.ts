import type { SleepStage } from '@/enums';
import { words } from '@/kit/words';

type Stages = Readonly<Record<SleepStage, string>>;

export const stageWords = words<Stages>(
  { WAKE: 'Awake', REM: 'REM', LIGHTER: 'Light', LIGHT: 'Light', DEEP: 'Deep', UNKNOWN: 'Unknown', OTHER: 'Unknown' },
  { WAKE: 'Wach', REM: 'REM', LIGHTER: 'Leicht', LIGHT: 'Leicht', DEEP: 'Tief', UNKNOWN: 'Unbekannt', OTHER: 'Unbekannt' },
  { WAKE: 'Valveilla', REM: 'REM', LIGHTER: 'Kevyt', LIGHT: 'Kevyt', DEEP: 'Syvä', UNKNOWN: 'Tuntematon', OTHER: 'Tuntematon' },
);
