-- Title: Units, language and clock that a person likes

ALTER TABLE account
ADD COLUMN units text CHECK (units IN ('metric', 'imperial')),
ADD COLUMN language text CHECK (language IN ('en', 'de', 'fi')),
ADD COLUMN hour_cycle text CHECK (hour_cycle IN ('h23', 'h12'));
