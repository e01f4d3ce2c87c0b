-- Title: How sure the skill of a forecast is, and why one is withheld, for programs

ALTER TABLE forecast
ADD COLUMN reason_code text,
ADD COLUMN reason_params jsonb NOT NULL DEFAULT '{}',
ADD COLUMN skill_low double precision,
ADD COLUMN skill_by_day double precision[] NOT NULL DEFAULT '{}',
ADD COLUMN shrinkage double precision;
COMMENT ON COLUMN forecast.reason_code IS 'The reason''s stable name, see docs/codes.md.';
COMMENT ON COLUMN forecast.reason_params IS 'The numbers in the reason, by name.';
COMMENT ON COLUMN forecast.skill_low IS 'Lower end of the skill, one-sided 95 %; a forecast is told from above 0.';
COMMENT ON COLUMN forecast.skill_by_day IS 'Skill 1 to 7 days ahead; empty where it was not measured.';
COMMENT ON COLUMN forecast.shrinkage IS 'How far the model is drawn to the 28-day mean: 0 not at all, 1 wholly.';
