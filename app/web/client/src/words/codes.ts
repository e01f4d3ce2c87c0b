import type { BedtimeQuality, CardioLoadStatus, InsightFeature, NightlyRechargeStatus, AnsChargeStatus } from '@/enums';
import { words } from '@/kit/words';

interface Codes {
  readonly load: Readonly<Record<CardioLoadStatus, string>>;
  readonly bedtime: Readonly<Record<BedtimeQuality, string>>;
  readonly recharge: Readonly<Record<NightlyRechargeStatus, string>>;
  readonly ans: Readonly<Record<AnsChargeStatus, string>>;
  readonly feature: Readonly<Record<InsightFeature, string>>;
}

/** Polar's and the analysis' codes in words. */
export const codeWords = words<Codes>(
  {
    load: {
      DETRAINING: 'detraining',
      MAINTAINING: 'maintaining',
      PRODUCTIVE: 'productive',
      OVERREACHING: 'overreaching',
      RECOVERY_AFTER_OVERREACHING: 'recovery after overreaching',
      PRODUCTIVE_DROPPED_FROM_OVERREACHING: 'productive again after overreaching',
      PRODUCTIVE_ALMOST_OVERREACHING: 'productive, close to overreaching',
      NOT_AVAILABLE: 'not available',
      UNRECOGNIZED: 'not recognised',
      OTHER: 'something new',
    },
    bedtime: { WEAK: 'hardly', COMPROMISED: 'disturbed', CLEARLY_RECOGNIZABLE: 'clearly', OTHER: 'in part' },
    recharge: {
      VERY_POOR: 'very poor',
      POOR: 'poor',
      COMPROMISED: 'compromised',
      OK: 'OK',
      GOOD: 'good',
      VERY_GOOD: 'very good',
      OTHER: 'something new',
    },
    ans: {
      MUCH_BELOW_USUAL: 'much below usual',
      BELOW_USUAL: 'below usual',
      USUAL: 'usual',
      ABOVE_USUAL: 'above usual',
      MUCH_ABOVE_USUAL: 'much above usual',
      OTHER: 'something new',
    },
    feature: {
      BASELINES_7D: 'What is usual for you, roughly',
      BASELINES_30D: 'Your usual of a month',
      PATTERNS: 'Patterns',
      ANOMALY_DETECTION: 'What is unusual for you',
      ML_PREDICTIONS: 'Forecasts',
    },
  },
  {
    load: {
      DETRAINING: 'Trainingsabbau',
      MAINTAINING: 'Erhaltung',
      PRODUCTIVE: 'produktiv',
      OVERREACHING: 'Überbelastung',
      RECOVERY_AFTER_OVERREACHING: 'Erholung nach Überbelastung',
      PRODUCTIVE_DROPPED_FROM_OVERREACHING: 'wieder produktiv nach Überbelastung',
      PRODUCTIVE_ALMOST_OVERREACHING: 'produktiv, nahe der Überbelastung',
      NOT_AVAILABLE: 'nicht verfügbar',
      UNRECOGNIZED: 'nicht erkannt',
      OTHER: 'etwas Neues',
    },
    bedtime: { WEAK: 'kaum', COMPROMISED: 'gestört', CLEARLY_RECOGNIZABLE: 'deutlich', OTHER: 'zum Teil' },
    recharge: {
      VERY_POOR: 'sehr schwach',
      POOR: 'schwach',
      COMPROMISED: 'beeinträchtigt',
      OK: 'OK',
      GOOD: 'gut',
      VERY_GOOD: 'sehr gut',
      OTHER: 'etwas Neues',
    },
    ans: {
      MUCH_BELOW_USUAL: 'weit unter dem Üblichen',
      BELOW_USUAL: 'unter dem Üblichen',
      USUAL: 'wie üblich',
      ABOVE_USUAL: 'über dem Üblichen',
      MUCH_ABOVE_USUAL: 'weit über dem Üblichen',
      OTHER: 'etwas Neues',
    },
    feature: {
      BASELINES_7D: 'Was für dich üblich ist, grob',
      BASELINES_30D: 'Dein Übliches eines Monats',
      PATTERNS: 'Muster',
      ANOMALY_DETECTION: 'Was für dich ungewöhnlich ist',
      ML_PREDICTIONS: 'Vorhersagen',
    },
  },
  {
    load: {
      DETRAINING: 'kunto laskee',
      MAINTAINING: 'ylläpitävä',
      PRODUCTIVE: 'kehittävä',
      OVERREACHING: 'ylikuormittava',
      RECOVERY_AFTER_OVERREACHING: 'palautuminen ylikuormituksesta',
      PRODUCTIVE_DROPPED_FROM_OVERREACHING: 'taas kehittävä ylikuormituksen jälkeen',
      PRODUCTIVE_ALMOST_OVERREACHING: 'kehittävä, lähellä ylikuormitusta',
      NOT_AVAILABLE: 'ei saatavilla',
      UNRECOGNIZED: 'tunnistamaton',
      OTHER: 'jotain uutta',
    },
    bedtime: { WEAK: 'heikosti', COMPROMISED: 'häiriintyneesti', CLEARLY_RECOGNIZABLE: 'selvästi', OTHER: 'osin' },
    recharge: {
      VERY_POOR: 'hyvin heikko',
      POOR: 'heikko',
      COMPROMISED: 'heikentynyt',
      OK: 'OK',
      GOOD: 'hyvä',
      VERY_GOOD: 'erittäin hyvä',
      OTHER: 'jotain uutta',
    },
    ans: {
      MUCH_BELOW_USUAL: 'selvästi alle tavallisen',
      BELOW_USUAL: 'alle tavallisen',
      USUAL: 'tavallinen',
      ABOVE_USUAL: 'yli tavallisen',
      MUCH_ABOVE_USUAL: 'selvästi yli tavallisen',
      OTHER: 'jotain uutta',
    },
    feature: {
      BASELINES_7D: 'Tavallinen tasosi, karkeasti',
      BASELINES_30D: 'Kuukauden tavallinen tasosi',
      PATTERNS: 'Kuviot',
      ANOMALY_DETECTION: 'Mikä on sinulle epätavallista',
      ML_PREDICTIONS: 'Ennusteet',
    },
  },
);
