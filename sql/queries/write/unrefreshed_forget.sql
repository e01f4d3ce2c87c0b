-- Title: Forget what a refresh has settled
-- Parameters: refresh uuid; until date, where the refresh ended
-- Grain: one row per note that no write has touched since; what lies behind the end stays noted
WITH settled AS (
    DELETE FROM unrefreshed
    WHERE unrefreshed.refresh = :'refresh'::uuid AND unrefreshed.last_day < :'until'::date
)

UPDATE unrefreshed SET first_day = greatest(unrefreshed.first_day, :'until'::date), refresh = NULL
WHERE unrefreshed.refresh = :'refresh'::uuid AND unrefreshed.last_day >= :'until'::date;
