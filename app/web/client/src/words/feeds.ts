// Feeds of a sync, as `SyncFeed.feed` names them, in the order in which they are asked for.

import { words } from '@/kit/words';

export const FEEDS = [
  ...['sleep', 'recharge', 'activity', 'exercises', 'cardio_load', 'sleepwise_alertness', 'sleepwise_bedtime'],
  ...['spo2', 'ecg', 'body_temperature', 'skin_temperature', 'heart_rate', 'activity_samples'],
  ...['physical_info', 'skin_contacts'],
] as const;

export const feedWords = words(
  {
    sleep: 'Sleep',
    recharge: 'Nightly recharge',
    activity: 'Activity',
    exercises: 'Exercises',
    cardio_load: 'Cardio load',
    sleepwise_alertness: 'Alertness',
    sleepwise_bedtime: 'Bedtimes',
    spo2: 'Blood oxygen',
    ecg: 'ECG',
    body_temperature: 'Body temperature',
    skin_temperature: 'Skin temperature',
    heart_rate: 'Heart rate',
    activity_samples: 'Steps by minute',
    physical_info: 'Physical info',
    skin_contacts: 'Skin contact',
  },
  {
    sleep: 'Schlaf',
    recharge: 'Nightly Recharge',
    activity: 'Aktivität',
    exercises: 'Einheiten',
    cardio_load: 'Belastung',
    sleepwise_alertness: 'Wachheit',
    sleepwise_bedtime: 'Schlafenszeiten',
    spo2: 'Blutsauerstoff',
    ecg: 'EKG',
    body_temperature: 'Körpertemperatur',
    skin_temperature: 'Hauttemperatur',
    heart_rate: 'Herzfrequenz',
    activity_samples: 'Schritte je Minute',
    physical_info: 'Körperdaten',
    skin_contacts: 'Hautkontakt',
  },
  {
    sleep: 'Uni',
    recharge: 'Nightly Recharge',
    activity: 'Aktiivisuus',
    exercises: 'Harjoitukset',
    cardio_load: 'Kuormitus',
    sleepwise_alertness: 'Vireys',
    sleepwise_bedtime: 'Nukkumaanmenoajat',
    spo2: 'Veren happi',
    ecg: 'EKG',
    body_temperature: 'Kehon lämpö',
    skin_temperature: 'Ihon lämpö',
    heart_rate: 'Syke',
    activity_samples: 'Askeleet minuutissa',
    physical_info: 'Kehon tiedot',
    skin_contacts: 'Ihokosketus',
  },
);
