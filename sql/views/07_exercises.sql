-- Title: The name of a sport
-- Parameters: sport, detailed_sport: Polar's coarse and fine word
-- Grain: one word; the fine one where the coarse one says nothing, else the coarse one
CREATE OR REPLACE FUNCTION sport_name(sport text, detailed_sport text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN coalesce(sport, 'OTHER') = 'OTHER' THEN coalesce(nullif(detailed_sport, ''), sport) ELSE sport END
$$;
COMMENT ON FUNCTION sport_name(text, text) IS 'Polar''s fine word of a sport where the coarse one says nothing, else the coarse one.';

-- Parameters: asked: an exercise; sports text[], words text[] (NULL: all of them)
-- Grain: whether its sport is one of these, and each of these words is part of its sports, its device, its name or its note
CREATE OR REPLACE FUNCTION is_wanted(asked exercise, sports text[], words text[])
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT
        (sports IS NULL OR sport_name(asked.sport, asked.detailed_sport) = ANY(sports))
        AND (
            words IS NULL
            OR NOT EXISTS (
                SELECT
                FROM unnest(words) AS one (word)
                WHERE strpos(lower(translate(concat_ws(' ', asked.sport, asked.detailed_sport, asked.device, asked.name, asked.note), '_', ' ')), lower(one.word)) = 0
            )
        )
$$;
COMMENT ON FUNCTION is_wanted(exercise, text[], text[]) IS 'Whether an exercise is of one of the sports, and has each of the words in its sports, its device, its name or its note.';
REVOKE EXECUTE ON FUNCTION is_wanted(exercise, text[], text[]) FROM public;

-- Parameters: latitude and longitude of two points, degrees
-- Grain: metres between them on a sphere (haversine); NULL where one is unknown
CREATE OR REPLACE FUNCTION metres_between(
    latitude_a double precision, longitude_a double precision, latitude_b double precision, longitude_b double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT 2 * 6371008.8 * asin(least(1, sqrt(
        sind((latitude_b - latitude_a) / 2) ^ 2
        + cosd(latitude_a) * cosd(latitude_b) * sind((longitude_b - longitude_a) / 2) ^ 2
    )))
$$;
COMMENT ON FUNCTION metres_between(double precision, double precision, double precision, double precision) IS 'Metres between two points on a sphere as large as the earth.';
